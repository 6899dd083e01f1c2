//! The check as a whole, apart from how rows are read: it is fed stretches of the log and the rows beside them.

use almoner_ledger::act::{KIND_VERSION, PayloadError};
use almoner_ledger::record::{Keeping, Table};
use almoner_ledger::rows::Row;
use almoner_proof::checkpoint::Verifier;

use super::derived::{BALANCE_CLOSED, BALANCE_MONTH, CASH_DAY, DerivedMerge, SERIES, TRACE_SUM};
use super::findings::{Findings, Place};
use super::image::{Image, number_key, split, typed};
use super::log::{HeadRow, LeafRow, Log, is_reference};
use super::page::Page;
use super::replay::{Replay, Told, is_followed};
use super::state::{StateMerge, States};
use super::traced::Traced;
use crate::verify::{Report, Trust};

pub(crate) struct Audit<'t> {
    trust: &'t Trust,
    heads: Vec<HeadRow>,
    log: Log,
    states: States,
    replay: Replay,
    rows: u64,
    /// Whether the log has been held to the notes from outside.
    held: bool,
    pub(crate) findings: Findings,
}

impl<'t> Audit<'t> {
    pub(crate) fn new(trust: &'t Trust, heads: Vec<HeadRow>) -> Self {
        Self {
            trust,
            heads,
            log: Log::default(),
            states: States::default(),
            replay: Replay::default(),
            rows: 0,
            held: false,
            findings: Findings::default(),
        }
    }

    /// How many leaves the head promises.
    pub(crate) fn total(&self) -> u64 {
        self.heads.iter().find_map(|head| u64::try_from(head.size).ok()).unwrap_or(0)
    }

    pub(crate) fn done(&self) -> u64 {
        self.log.leaves
    }

    pub(crate) fn count(&mut self, rows: u64) {
        self.rows = self.rows.saturating_add(rows);
    }

    /// Takes in a stretch of the log with the checkpoints filed under it; what comes back waits for the rows.
    pub(crate) fn page(&mut self, leaves: &[LeafRow], notes: Vec<(i64, String)>) -> Page {
        let mut page = Page::default();
        let mut notes = notes.into_iter().peekable();
        for leaf in leaves {
            let fits = self.log.push(leaf, &mut self.findings);
            match split(&leaf.payload) {
                Ok(images) if leaf.kind_version <= KIND_VERSION || !fits => {
                    self.act(leaf, &images, &mut page)
                }
                other => {
                    page.silence(leaf.seq);
                    self.unread(leaf, fits, other.err());
                }
            }
            self.hold();
            while let Some((size, note)) = notes.next_if(|(size, _)| *size <= leaf.seq) {
                self.log.note(size, &note, &mut self.findings);
            }
        }
        for (size, note) in notes {
            self.log.note(size, &note, &mut self.findings);
        }
        page
    }

    fn unread(&mut self, leaf: &LeafRow, fits: bool, error: Option<PayloadError>) {
        let why = error
            .map_or_else(|| "its kind is of a newer version".to_owned(), |error| error.to_string());
        if fits {
            self.findings.doubt(format!("act {} was written by a newer program: {why}", leaf.seq));
        } else {
            self.findings.column(
                Place::act("leaf", leaf.seq),
                "payload",
                format!("it cannot be read: {why}"),
            );
        }
    }

    fn act(&mut self, leaf: &LeafRow, images: &[Image], page: &mut Page) {
        let mut rows = Vec::with_capacity(images.len());
        for image in images {
            let bytes = leaf.payload.get(image.bytes.clone()).unwrap_or_default();
            if is_reference(image.table.name) {
                self.log.refers(leaf.seq);
            }
            match self.take(leaf.seq, image.table, bytes, page) {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => {}
                Err(error) => {
                    let what = format!("its row of {} cannot be read: {error}", image.table.name);
                    self.findings.column(Place::act("leaf", leaf.seq), "payload", what);
                }
            }
        }
        for row in &rows {
            self.learn_key(row);
        }
        let told = Told {
            seq: leaf.seq,
            at: leaf.recorded_at.unwrap_or_default(),
            actor: leaf.actor.unwrap_or_default(),
            kind: leaf.kind.clone().unwrap_or_default(),
            rows,
        };
        self.replay.act(&told, &mut self.findings);
    }

    /// Puts an image where its row will be looked for, and reads it where something follows from it.
    fn take(
        &mut self,
        seq: i64,
        table: &'static Table,
        bytes: &[u8],
        page: &mut Page,
    ) -> Result<Option<Row>, PayloadError> {
        match table.keeping {
            Keeping::Append => {
                let key = number_key(table, bytes)?;
                if key.0 != seq {
                    let what =
                        format!("it holds a row of {} that belongs to act {}", table.name, key.0);
                    self.findings.column(Place::act("leaf", seq), "payload", what);
                }
                page.wait(table, key, bytes);
            }
            Keeping::State => self.states.put(table, bytes, seq, &mut self.findings),
        }
        if is_followed(table.name) { typed(table, bytes).map(Some) } else { Ok(None) }
    }

    fn learn_key(&mut self, row: &Row) {
        if let Row::Books(books) = row {
            self.log.origin = Some(books.origin.clone());
        }
        if let Row::SigningKey(key) = row {
            let public = <[u8; 32]>::try_from(key.public_key.as_slice());
            let verifier = public
                .ok()
                .and_then(|public| Verifier::from_public(key.name.clone(), &public).ok());
            if verifier.is_none() {
                self.findings.column(
                    Place::act("signing_key", key.seq),
                    "public_key",
                    "this is not a safe key",
                );
            }
            self.log.key = verifier;
        }
    }

    fn hold(&mut self) {
        let key = self.trust.key.clone().or_else(|| self.log.key.clone());
        if !self.held && key.is_some() {
            self.held = true;
            self.log.hold_to(self.trust, key.as_ref(), &mut self.findings);
        }
    }

    pub(crate) fn state(&mut self, table: &'static Table) -> StateMerge {
        self.states.merge(table)
    }

    /// The tables that follow from the journal, with what they must hold.
    pub(crate) fn derived(&self) -> Vec<DerivedMerge> {
        let Replay { sums, numbers, known, .. } = &self.replay;
        vec![
            DerivedMerge::new(BALANCE_MONTH, sums.balance_month()),
            DerivedMerge::new(BALANCE_CLOSED, sums.balance_closed(known)),
            DerivedMerge::new(CASH_DAY, sums.cash_day()),
            DerivedMerge::new(SERIES, numbers.rows()),
        ]
    }

    /// Compares what funds hold by their lots with what they hold by their accounts.
    ///
    /// `lots` is the value left in the lots of each fund, and how much of it is restricted; `overdrawn` what each fund's
    /// row says.
    pub(crate) fn funds(&mut self, lots: &[(i64, i64, i64)], overdrawn: &[(i64, i64)]) {
        let sums = &self.replay.sums;
        let pools = sums.pools(&self.replay.known);
        let place = |fund: i64| Place::new("fund", format!("seq {fund}"), None);
        for (fund, said) in overdrawn {
            let due = sums.overdrawn(*fund);
            if *said != due {
                let what = format!("the log adds up to {due} deni and this says {said}");
                self.findings.column(place(*fund), "overdrawn_minor", what);
            }
        }
        let mut funds: Vec<i64> =
            pools.keys().copied().chain(lots.iter().map(|(fund, ..)| *fund)).collect();
        funds.sort_unstable();
        funds.dedup();
        for fund in funds {
            let (pool, deferred) = pools.get(&fund).copied().unwrap_or((0, 0));
            let left = lots.iter().find(|(lots_of, ..)| *lots_of == fund);
            let (left, restricted) =
                left.map_or((0, 0), |(_, left, restricted)| (*left, *restricted));
            if pool != left.saturating_sub(sums.overdrawn(fund)) {
                let what = format!(
                    "money, stock and claims less obligations are {pool} deni; its lots less its overdraft are {}",
                    left.saturating_sub(sums.overdrawn(fund))
                );
                self.findings.row(place(fund), what);
            }
            if deferred != restricted {
                let what = format!(
                    "deferred income is {deferred} deni and its restricted lots are {restricted}"
                );
                self.findings.row(place(fund), what);
            }
        }
    }

    /// Compares the bytes of an issued paper with the hash in its leaf.
    pub(crate) fn issued_file(&mut self, key: (i64, i64), content: &[u8]) {
        self.replay.years.file(key, content, &mut self.findings);
    }

    /// Compares what traces say with the rows they follow from, with the lots, and with the journal.
    ///
    /// `left` is the value left in the lots of each fund and agreement (0 where there is none).
    pub(crate) fn traces(&mut self, traced: &Traced, left: &[(i64, i64, i64)]) -> DerivedMerge {
        traced.check_left(left, &mut self.findings);
        traced.check_aid(self.replay.sums.aid_by_fund(), &mut self.findings);
        DerivedMerge::new(TRACE_SUM, traced.expected())
    }

    pub(crate) fn finish(mut self) -> Report {
        self.log.finish(&self.heads, &mut self.findings);
        self.replay.finish(&mut self.findings);
        if !self.held && !self.trust.notes.is_empty() {
            self.findings.doubt("there is no key to open your checkpoints with");
        }
        if let (Some(trusted), Some(found)) = (&self.trust.key, &self.log.key)
            && trusted != found
        {
            let what = format!(
                "the books name the key {} and you trust {}",
                found.to_vkey(),
                trusted.to_vkey()
            );
            self.findings.column(Place::new("signing_key", "the last", None), "public_key", what);
        }
        let key = self.trust.key.as_ref().or(self.log.key.as_ref()).map(Verifier::to_vkey);
        let (findings, findings_count, doubts) = self.findings.finish();
        Report {
            leaves: self.log.leaves,
            rows: self.rows,
            root: self.log.root(),
            checkpoints: self.log.fitting,
            signed_leaves: self.log.signed_leaves,
            key_is_trusted: self.trust.key.is_some(),
            key,
            findings,
            findings_count,
            doubts,
        }
    }
}
