//! `almoner demo`.

use clap::Args;

use crate::cli::Outcome;
use crate::config::Listening;

/// Makes a year of plainly fictional books, through the same commands as the API, and serves them.
#[derive(Args, Debug)]
pub struct Demo {
    /// Where the demo's books are; made if they do not exist, served as they are if they do
    #[arg(
        long = "database",
        env = "ALMONER_DEMO_DATABASE_URL",
        default_value = "sqlite:almoner-demo.db",
        hide_env_values = true,
        value_name = "URL"
    )]
    url: String,
    #[command(flatten)]
    listening: Listening,
    /// Make the books and stop, without serving them
    #[arg(long)]
    no_serve: bool,
}

impl Demo {
    pub(super) async fn run(self) -> Outcome {
        Ok(())
    }
}
