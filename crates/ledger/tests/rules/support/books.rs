//! Books in memory: commands are decided one after another, and what they led to is kept as a database would keep it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use almoner_ledger::act::Act;
use almoner_ledger::codes::{
    Category, Currency, Method, PayeeKind, Reason, Signs, SourceKind, TaxBasis, Urgency,
};
use almoner_ledger::command::{
    Actor, AddAgreement, AssessRequest, Command, Context, Deed, ProposePayout, RecordIncome, Seen,
    SubmitRequest,
};
use almoner_ledger::decide::{Decided, Key, decide};
use almoner_ledger::double_aid;
use almoner_ledger::facts::Facts;
use almoner_ledger::money::{Amount, format_minor};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::restriction::Restriction;
use almoner_ledger::rows::Row;
use almoner_ledger::rows::lots::Lot;
use chrono::{NaiveDate, NaiveTime};
use uuid::Uuid;

use crate::support::words::{
    ACO, ANA, BORIS, CVETA, STAFF, TEA, Who, code, day, source, text, units,
};
use crate::support::{invariants, law, load};

#[derive(Clone)]
pub(crate) struct Books {
    pub(crate) facts: Facts,
    /// Every row ever written, as a database would hold the log.
    pub(crate) rows: Vec<Row>,
    /// The clock stands still until a test moves it.
    pub(crate) today: NaiveDate,
    /// A free fund, a second one, and a company that gives.
    pub(crate) free: i64,
    pub(crate) food: i64,
    pub(crate) giver: i64,
    /// Households by what a test calls them.
    homes: BTreeMap<Uuid, Uuid>,
}

impl Books {
    /// Books on 10 March 2026, with their staff, two funds and a giver.
    pub(crate) fn open() -> Self {
        static OPENED: OnceLock<Books> = OnceLock::new();
        OPENED.get_or_init(Self::from_nothing).clone()
    }

    pub(crate) fn closed() -> Self {
        let year_ends = load::YEARS.map(|year| (year, Default::default())).collect();
        let facts = Facts { next_seq: 1, year_ends, ..Facts::default() };
        let (rows, homes) = (Vec::new(), BTreeMap::new());
        Self { facts, rows, today: day("2026-03-10"), free: 0, food: 0, giver: 0, homes }
    }

    fn from_nothing() -> Self {
        let mut books = Self::closed();
        // Roles let money go from the day after they were given.
        books.today = day("2026-03-08");
        let opener = books.context(Uuid::from_u128(1), ANA);
        let decided = decide(&books.facts, &Command::OpenBooks(law::open_books()), None, &opener);
        let Ok(Decided::Acts(acts)) = decided else { panic!("{decided:?}") };
        books.take(&acts);
        for who in STAFF {
            books.hire(who);
        }
        books.today = day("2026-03-10");
        let fund = |code_of: &str| Command::OpenFund {
            code: code(code_of),
            name: text(code_of),
            restricted: false,
        };
        books.free = books.does(TEA, fund("FREE"));
        books.food = books.does(TEA, fund("FOOD"));
        books.giver = books.does(TEA, source(SourceKind::Company, "Пекара"));
        books
    }

    pub(crate) fn hire(&mut self, who: Who) -> Uuid {
        self.does(ANA, Command::AddPerson { login: code(who.0), name: text(who.0) });
        self.grant(who);
        self.person(who)
    }

    /// Hired long enough ago that their role lets money go.
    pub(crate) fn hire_settled(&mut self, who: Who) -> Uuid {
        let today = std::mem::replace(&mut self.today, day("2026-03-08"));
        let person = self.hire(who);
        self.today = today;
        person
    }

    pub(crate) fn grant_settled(&mut self, who: Who) -> i64 {
        let today = std::mem::replace(&mut self.today, day("2026-03-08"));
        let grant = self.grant(who);
        self.today = today;
        grant
    }

    pub(crate) fn grant(&mut self, who: Who) -> i64 {
        let person = self.person(who);
        let why = Reason::Joined;
        self.two(ANA, BORIS, Deed::GrantRole { person, role: who.1, until_at: None, why })
    }

    pub(crate) fn person(&self, who: Who) -> Uuid {
        let found = self.facts.persons.values().find(|person| person.login == who.0);
        found.map_or(Uuid::nil(), |person| person.id)
    }

    pub(crate) fn context(&self, person: Uuid, who: Who) -> Context {
        let now = self.today.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc();
        let mut entropy = [0; 32];
        entropy[..8].copy_from_slice(&self.facts.next_seq.to_be_bytes());
        Context { actor: Actor { person, role: who.1 }, now, today: self.today, entropy }
    }

    /// Decides on what is known, and on what loading everything again would make known: the two must agree.
    pub(crate) fn decide(
        &self,
        who: Who,
        command: &Command,
        key: Option<Key>,
    ) -> Result<Decided, Refusal> {
        let context = self.context(self.person(who), who);
        let decided = decide(&self.facts, command, key, &context);
        let loaded = load::facts(&self.rows, self.facts.next_seq);
        load::assert_same(&self.facts, &loaded);
        assert_eq!(decide(&loaded, command, key, &context), decided, "on loaded facts");
        decided
    }

    /// Gives a command and keeps what it led to.
    pub(crate) fn tries(&mut self, who: Who, command: Command) -> Result<Vec<Act>, Refusal> {
        match self.decide(who, &command, None)? {
            Decided::Acts(acts) => {
                self.take(&acts);
                Ok(acts)
            }
            Decided::Earlier { .. } => panic!("no key was given"),
        }
    }

    pub(crate) fn take(&mut self, acts: &[Act]) {
        for act in acts {
            self.facts.apply(act);
            self.rows.extend(act.rows.iter().cloned());
            let funds: Vec<i64> = self.facts.funds.keys().copied().collect();
            self.facts.lots_of.extend(funds);
        }
        invariants::check(self);
    }

    /// Gives a command that must succeed; answers with the number of its first act.
    #[track_caller]
    pub(crate) fn does(&mut self, who: Who, command: Command) -> i64 {
        match self.tries(who, command) {
            Ok(acts) => acts.first().unwrap().seq,
            Err(refusal) => panic!("refused: {refusal}"),
        }
    }

    /// Gives a command that must be refused and leave no trace.
    #[track_caller]
    pub(crate) fn refuses(&mut self, who: Who, command: Command) -> Refusal {
        match self.tries(who, command) {
            Ok(acts) => panic!("accepted: {}", acts.first().unwrap().kind),
            Err(refusal) => refusal,
        }
    }

    /// A decision of two persons, from proposal to deed; answers with the number of the deed.
    #[track_caller]
    pub(crate) fn two(&mut self, one: Who, other: Who, deed: Deed) -> i64 {
        let decision = self.does(one, Command::ProposeDecision { deed, reason: None });
        self.does(other, Command::ConfirmDecision { decision })
    }

    #[track_caller]
    pub(crate) fn refuses_deed(&mut self, one: Who, deed: Deed) -> Refusal {
        self.refuses(one, Command::ProposeDecision { deed, reason: None })
    }

    #[track_caller]
    pub(crate) fn income(&mut self, income: RecordIncome) -> i64 {
        self.does(TEA, Command::RecordIncome(income))
    }

    /// An agreement of the giver for a fund, from January to December 2026.
    pub(crate) fn agreement(&self, fund: i64, denars: i64) -> AddAgreement {
        use almoner_ledger::codes::{AgreementKind, BookedAs, Unspent};
        AddAgreement {
            source: self.giver,
            fund,
            kind: AgreementKind::Donation,
            number: code("D-1/2026"),
            signed_on: day("2026-01-05"),
            currency: Currency::Mkd,
            promised: units(denars),
            valid_from: day("2026-01-01"),
            valid_to: day("2026-12-31"),
            report_due_on: None,
            unspent: Unspent::Return,
            booked_as: BookedAs::DeferredIncome,
            restriction: None,
            instalments: Vec::new(),
        }
    }

    pub(crate) fn for_food() -> Restriction {
        Restriction { categories: vec![Category::Food], ..Restriction::default() }
    }

    /// A request for help, by a new recipient, looked over and found to need what it asks for.
    /// Somebody who is paid for others.
    pub(crate) fn payee(&mut self) -> (almoner_ledger::command::Subject, Uuid) {
        let seq = self.does(CVETA, Command::AddPayee(None));
        let kind = almoner_ledger::codes::SubjectKind::Payee;
        let subject = almoner_ledger::command::Subject { kind, seq };
        (subject, self.facts.reference_of(subject).unwrap())
    }

    pub(crate) fn request(&mut self, category: Category, denars: i64) -> i64 {
        self.request_with(None, (category, Urgency::Normal), denars)
    }

    /// A request for help, by a new recipient of a household, which has whatever name the test gives it.
    pub(crate) fn request_at(&mut self, called: Uuid, category: Category, denars: i64) -> i64 {
        let household = self.home(called);
        self.request_with(Some(household), (category, Urgency::Normal), denars)
    }

    pub(crate) fn home(&mut self, called: Uuid) -> Uuid {
        if let Some(home) = self.homes.get(&called) {
            return *home;
        }
        let first = self.recipient();
        let home = self.facts.recipients[&first].household.unwrap();
        self.homes.insert(called, home);
        home
    }

    pub(crate) fn request_with(
        &mut self,
        household: Option<Uuid>,
        (category, urgency): (Category, Urgency),
        denars: i64,
    ) -> i64 {
        let recipient = self.recipient_like(household, None);
        let need = SubmitRequest { urgency, ..Self::need(recipient, category, denars) };
        let request = self.screened(need);
        self.allow_all(request);
        self.does(CVETA, Self::assessment(request, units(denars)));
        request
    }

    /// Has an approver allow whatever other aid stands in the way of a request.
    pub(crate) fn allow_all(&mut self, request: i64) {
        let row = &self.facts.requests[&request];
        let at = double_aid::Moment { on: self.today, releasing: None };
        let found = double_aid::find(&self.facts, row, &Seen::default(), at).unwrap();
        let hard = double_aid::in_the_way(&self.facts, row, &found, at);
        let others: BTreeSet<i64> = hard.iter().map(|alike| alike.other_seq).collect();
        for other in others {
            let recipients = self.facts.recipients.values();
            let other = recipients.filter(|row| row.seq == other).find_map(|row| row.reference);
            self.does(ACO, crate::requests::allow(request, other.unwrap()));
        }
    }

    pub(crate) fn recipient(&mut self) -> Uuid {
        self.recipient_like(None, None)
    }

    pub(crate) fn recipient_like(
        &mut self,
        household: Option<Uuid>,
        birth_year: Option<i64>,
    ) -> Uuid {
        let added = self.does(CVETA, Command::AddRecipient { household, birth_year });
        let recipients = self.facts.recipients.values();
        let recipient = recipients.filter(|row| row.seq == added).find_map(|row| row.reference);
        recipient.unwrap()
    }

    /// What somebody asks for on 10 March.
    pub(crate) fn need(recipient: Uuid, category: Category, denars: i64) -> SubmitRequest {
        SubmitRequest {
            recipient,
            category,
            urgency: Urgency::Normal,
            asked: units(denars),
            received_on: day("2026-03-10"),
            target_group: None,
            municipality: None,
            payee_kind: PayeeKind::Oneself,
            payee: None,
            signs: Signs::Oneself,
            recurring: None,
            story: None,
            seen: Seen::default(),
        }
    }

    /// A request taken in, screened and assessed by the case worker.
    #[track_caller]
    pub(crate) fn assessed(&mut self, need: SubmitRequest) -> i64 {
        let found = need.asked;
        let request = self.screened(need);
        self.does(CVETA, Self::assessment(request, found));
        request
    }

    #[track_caller]
    fn screened(&mut self, need: SubmitRequest) -> i64 {
        let need = SubmitRequest { received_on: self.today, ..need };
        let request = self.does(CVETA, Command::SubmitRequest(need));
        self.does(CVETA, Command::ScreenRequest { request });
        request
    }

    pub(crate) fn assessment(request: i64, found: Amount) -> Command {
        let (finding, seen) = (text("as told"), Seen::default());
        Command::AssessRequest(AssessRequest { request, found, finding, seen })
    }

    pub(crate) fn proposal(request: i64, fund: i64, denars: i64) -> ProposePayout {
        ProposePayout {
            request,
            fund,
            method: Method::Bank,
            amount: Some(units(denars)),
            tax: Some(TaxBasis::SocialProtection),
            goods: None,
            chosen: None,
            retry_of: None,
        }
    }

    /// A food request of so much, with a payout proposed for it from a fund.
    #[track_caller]
    pub(crate) fn proposed(&mut self, fund: i64, denars: i64) -> i64 {
        let request = self.request(Category::Food, denars);
        self.does(CVETA, Command::ProposePayout(Self::proposal(request, fund, denars)))
    }

    pub(crate) fn approval(&self, payout: i64) -> Command {
        let digest = self.facts.payouts[&payout].digest.as_slice().try_into().unwrap();
        Command::ApprovePayout { payout, digest }
    }

    pub(crate) fn release(&self, payout: i64) -> Command {
        let digest = self.facts.payouts[&payout].digest.as_slice().try_into().unwrap();
        Command::ReleasePayout { payout, digest, acknowledge: Vec::new(), seen: Seen::default() }
    }

    #[track_caller]
    pub(crate) fn approved_by(&mut self, who: Who, payout: i64) -> i64 {
        let approval = self.approval(payout);
        self.does(who, approval)
    }

    #[track_caller]
    pub(crate) fn released_by(&mut self, who: Who, payout: i64) -> i64 {
        let release = self.release(payout);
        self.does(who, release)
    }

    pub(crate) fn break_glass(&self, payout: i64) -> Command {
        let digest = self.facts.payouts[&payout].digest.as_slice().try_into().unwrap();
        let (note, seen) = (None, Seen::default());
        Command::BreakGlass {
            payout,
            digest,
            reason: Reason::Other,
            note,
            acknowledge: Vec::new(),
            seen,
            tax_list: None,
        }
    }

    /// A proposal for someone whose need cannot wait.
    #[track_caller]
    pub(crate) fn urgent(&mut self, fund: i64, denars: i64) -> i64 {
        let request = self.request_with(None, (Category::Shelter, Urgency::Emergency), denars);
        self.does(CVETA, Command::ProposePayout(Self::proposal(request, fund, denars)))
    }

    /// An entry in the short form of a bookkeeper: `D 1000 500.00`, with the fund where it is not the free one.
    pub(crate) fn entry(&self, seq: i64) -> Vec<String> {
        let postings = &self.facts.entries[&seq].postings;
        let lines = postings.iter().map(|posting| {
            let side = if posting.amount_minor < 0 { "C" } else { "D" };
            let amount = format_minor(posting.amount_minor.abs());
            let foreign = if posting.currency == Currency::Mkd {
                String::new()
            } else {
                format!(" ({} {})", posting.currency, format_minor(posting.quantity_minor.abs()))
            };
            let fund = if posting.fund_seq == self.free { "" } else { " in FOOD" };
            format!("{side} {} {amount}{foreign}{fund}", posting.account)
        });
        lines.collect()
    }

    /// What is left of the first lot that an act brought, in minor units.
    pub(crate) fn left(&self, seq: i64) -> i64 {
        self.lot(seq).left_quantity_minor
    }

    pub(crate) fn lot(&self, seq: i64) -> &Lot {
        &self.facts.lots[&(seq, 1)]
    }

    pub(crate) fn overdrawn(&self, fund: i64) -> i64 {
        self.facts.funds[&fund].overdrawn_minor
    }
}
