//! Each test of a list, once for each database.

macro_rules! on_both {
    ($($module:ident::$test:ident,)+) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                crate::$module::$test(crate::app::On::Sqlite).await;
            })+
        }

        /// Run where `ALMONER_TEST_POSTGRES_URL` names a server.
        mod postgres {
            $(#[tokio::test]
            async fn $test() {
                if std::env::var_os("ALMONER_TEST_POSTGRES_URL").is_some() {
                    crate::$module::$test(crate::app::On::Postgres).await;
                }
            })+
        }
    };
}
pub(crate) use on_both;
