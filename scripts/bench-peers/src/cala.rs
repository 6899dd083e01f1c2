//! cala-ledger as its documentation says to use it, with 50 accounts and one template.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cala_ledger::account::NewAccount;
use cala_ledger::job::{JobSvcConfig, Jobs};
use cala_ledger::journal::NewJournal;
use cala_ledger::posting::PostingInput;
use cala_ledger::tx_template::{
    NewParamDefinition, NewTxTemplate, NewTxTemplateEntry, NewTxTemplateTransaction, ParamDataType,
    Params,
};
use cala_ledger::{
    AccountId, CalaLedger, CalaLedgerConfig, JournalId, TransactionId, TxTemplateId,
};
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::database::PeerDatabase;

const ACCOUNTS: usize = 50;
const TEMPLATE: &str = "transfer";

pub(crate) struct Cala {
    ledger: CalaLedger,
    accounts: Vec<AccountId>,
    effective: NaiveDate,
    posted: AtomicUsize,
    /// The job service cala insists on. It is never polled: all it would do is to add up
    /// account sets, of which there are none.
    _jobs: Jobs,
}

impl Cala {
    /// Makes cala's tables, a journal, the accounts and the template.
    pub(crate) async fn open(
        database: &PeerDatabase,
        connections: u32,
    ) -> anyhow::Result<Arc<Self>> {
        let pool = database.connect(connections).await?;
        let jobs_config =
            JobSvcConfig::builder().pool(pool.clone()).exec_migrations(false).build()?;
        let mut jobs = Jobs::init(jobs_config).await?;
        let config = CalaLedgerConfig::builder().pool(pool).exec_migrations(true).build()?;
        let ledger = CalaLedger::init(config, &mut jobs).await?;

        let journal = JournalId::new();
        ledger.journals().create(NewJournal::builder().id(journal).name("peer").build()).await?;
        ledger.tx_templates().create(template(journal)?).await?;
        let mut accounts = Vec::new();
        for number in 0..ACCOUNTS {
            let id = AccountId::new();
            let name = format!("account {number}");
            let account = NewAccount::builder().id(id).code(name.clone()).name(name).build();
            ledger.accounts().create(account).await?;
            accounts.push(id);
        }
        let effective = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap_or_default();
        Ok(Arc::new(Self { ledger, accounts, effective, posted: AtomicUsize::new(0), _jobs: jobs }))
    }

    /// Posts `batch` transfers in one database transaction.
    pub(crate) async fn post(&self, batch: usize) -> anyhow::Result<()> {
        let first = self.posted.fetch_add(batch, Ordering::Relaxed);
        if batch == 1 {
            let params = self.params(first);
            self.ledger.post_transaction(TransactionId::new(), TEMPLATE, params).await?;
        } else {
            let inputs = (first..first + batch)
                .map(|n| PostingInput::new(TransactionId::new(), TEMPLATE, self.params(n)))
                .collect();
            self.ledger.post_transactions(inputs).await?;
        }
        Ok(())
    }

    /// The `n`th transfer: every pair of different accounts comes in turn.
    fn params(&self, n: usize) -> Params {
        let debit = n % ACCOUNTS;
        let credit = (debit + 1 + n / ACCOUNTS % (ACCOUNTS - 1)) % ACCOUNTS;
        let mut params = Params::new();
        params.insert("key", format!("post-{n}"));
        params.insert("effective", self.effective);
        params.insert("debit", self.accounts[debit]);
        params.insert("credit", self.accounts[credit]);
        params.insert("amount", Decimal::new(2500, 2));
        params
    }

    /// How many transactions and entries there are, asked of the tables.
    pub(crate) async fn counts(&self) -> anyhow::Result<(u64, u64)> {
        let (transactions, entries): (i64, i64) = sqlx::query_as(
            "select
                 (select count(distinct external_id) from cala_transactions),
                 (select count(*) from cala_entries)",
        )
        .fetch_one(self.ledger.pool())
        .await?;
        Ok((u64::try_from(transactions)?, u64::try_from(entries)?))
    }
}

/// Two legs of one amount, and the caller's key in `external_id`, which cala keeps unique.
fn template(journal: JournalId) -> anyhow::Result<NewTxTemplate> {
    let param =
        |name: &str, r#type| NewParamDefinition::builder().name(name).r#type(r#type).build();
    let leg = |account: &str, direction: &str| {
        NewTxTemplateEntry::builder()
            .entry_type(format!("'{direction}'"))
            .account_id(account)
            .layer("SETTLED")
            .direction(direction)
            .units("params.amount")
            .currency("'EUR'")
            .build()
    };
    let transaction = NewTxTemplateTransaction::builder()
        .effective("params.effective")
        .journal_id(format!("uuid('{journal}')"))
        .external_id("params.key")
        .build()?;
    Ok(NewTxTemplate::builder()
        .id(TxTemplateId::new())
        .code(TEMPLATE)
        .params(vec![
            param("key", ParamDataType::String)?,
            param("effective", ParamDataType::Date)?,
            param("debit", ParamDataType::Uuid)?,
            param("credit", ParamDataType::Uuid)?,
            param("amount", ParamDataType::Decimal)?,
        ])
        .transaction(transaction)
        .entries(vec![leg("params.debit", "DEBIT")?, leg("params.credit", "CREDIT")?])
        .build())
}
