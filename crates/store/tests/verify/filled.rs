//! Books in which every table has rows, made by the commands that make them in life.

#[path = "taxed.rs"]
mod taxed;

use almoner_ledger::codes::*;
use almoner_ledger::command::*;
use almoner_ledger::money::Rate;
use almoner_ledger::month::Month;
use almoner_ledger::restriction::Restriction;
use almoner_proof::hash::Hash;

use crate::support::{
    Books, amount, code, day, food, income, key, need, paper, person, signer, text,
};
use crate::years;

/// Fills fresh books with a little of everything, signs twice, and leaves them open.
pub(crate) async fn fill(url: &str) -> Books {
    let books = Books::open(url).await;
    reference(&books).await;
    incomes(&books).await;
    expenses(&books).await;
    books.store.checkpoint(&signer()).await.unwrap().unwrap();
    import(&books).await;
    aid(&books).await;
    requests(&books).await;
    december(&books).await;
    months(&books).await;
    year(&books).await;
    identities(&books).await;
    people(&books).await;
    books.store.checkpoint(&signer()).await.unwrap().unwrap();
    books.donation("1.00").await.unwrap();
    books
}

async fn reference(books: &Books) {
    let account = PutAccount {
        number: Some(code("300000000000133")),
        code: code("1002"),
        parent: Some("100".to_owned()),
        kind: AccountKind::Asset,
        role: AccountRole::Bank,
        currency: None,
        names: [text("Трета сметка"), text("Third account"), text("Llogaria e tretë")],
        active: true,
        version: None,
    };
    books.ask_once(books.treasurer, Command::PutAccount(account.clone())).await.unwrap();
    let renamed = PutAccount {
        names: [text("Стара"), text("Old"), text("E vjetër")],
        version: Some(1),
        ..account
    };
    books.ask_once(books.treasurer, Command::PutAccount(renamed)).await.unwrap();
    let association = SetAssociation {
        valid_from: day("2026-01-01"),
        name: text("Здружение Пример"),
        seat: text("Скопје"),
        register_number: Some("5414571".to_owned()),
        tax_number: Some("4030000375897".to_owned()),
        activity: Some(code("88.99")),
        phone: Some(text("+389 2 000 0000")),
        email: Some(text("kancelarija@primer.example")),
        representative: Some(text("претседател")),
    };
    books.ask_once(books.treasurer, Command::SetAssociation(association)).await.unwrap();
    let rule = Command::PutPostingRule {
        event: code("aid/food"),
        account: "451099".to_owned(),
        valid_from: day("2030-01-01"),
        source: text("Одлука на одборот"),
    };
    books.ask_once(books.treasurer, rule).await.unwrap();
    let bands = Deed::SetBands {
        valid_from: day("2026-01-01"),
        bands: vec![
            BandSpec { up_to_minor: Some(2_000_000), approvals: 1 },
            BandSpec { up_to_minor: None, approvals: 2 },
        ],
        source: "Одлука 7".to_owned(),
    };
    books.decide(books.admin, books.second_admin, bands).await;
    by_two_administrators(books).await;
    tokens(books).await;
}

/// One's own, which is taken away; a session; and one for another.
async fn tokens(books: &Books) {
    let token = Command::IssueToken {
        person: books.treasurer.person,
        role: Role::Treasurer,
        label: text("канцеларија"),
        hash: key("token"),
        expires_at: "2026-12-31T00:00:00Z".parse().unwrap(),
    };
    let token = books.ask_once(books.treasurer, token).await.unwrap().seq;
    books.ask_once(books.admin, Command::RevokeToken { token }).await.unwrap();
    let begin = Command::BeginSession {
        role: Role::Treasurer,
        hash: key("session"),
        expires_at: "2026-03-10T19:00:00Z".parse().unwrap(),
    };
    let session = books.ask_once(books.treasurer, begin).await.unwrap().seq;
    books.ask_once(books.treasurer, Command::EndSession { session }).await.unwrap();
    let for_another = Deed::IssueToken {
        person: books.releaser.person,
        role: Role::Releaser,
        label: "телефон".to_owned(),
        hash: HexHash(key("another token")),
        expires_at: "2026-12-31T00:00:00Z".parse().unwrap(),
    };
    books.decide(books.admin, books.second_admin, for_another).await;
}

/// A matrix of double aid, and a deputy.
async fn by_two_administrators(books: &Books) {
    let together = CombinationSpec {
        one: Some(Category::Transport),
        other: Some(Category::Documents),
        window_days: 3,
        level: Combined::Free,
    };
    let rest = CombinationSpec { one: None, other: None, window_days: 90, level: Combined::Hard };
    let matrix = Deed::SetCombinations {
        valid_from: day("2030-01-01"),
        combinations: vec![rest, together],
        source: "Одлука 8".to_owned(),
    };
    books.decide(books.admin, books.second_admin, matrix).await;
    let deputy = Deed::Delegate {
        absent: books.approver.person,
        deputy: books.case_worker.person,
        role: Role::Approver,
        from_at: "2026-08-01T00:00:00Z".parse().unwrap(),
        until_at: "2026-08-15T00:00:00Z".parse().unwrap(),
        why: Reason::Other,
    };
    books.decide(books.admin, books.second_admin, deputy).await;
}

fn person_source(name: &str) -> SourceDetails {
    SourceDetails {
        kind: SourceKind::Person,
        name: Some(text(name)),
        identifier: None,
        country: Some(code("MK")),
    }
}

async fn incomes(books: &Books) {
    let source = books
        .ask_once(books.treasurer, Command::AddSource(person_source("Пример Дарител")))
        .await
        .unwrap()
        .seq;
    let details = person_source("Пример Дарителка");
    let edit = Command::EditSource { source, version: 1, active: true, details };
    books.ask_once(books.treasurer, edit).await.unwrap();
    under_an_agreement(books).await;
    membership(books).await;
    let first = record(
        books,
        RecordIncome { received_on: day("2026-01-15"), ..gift(books, books.fund, "90000.00") },
    )
    .await;
    assert!(0 < first);
    record(
        books,
        RecordIncome {
            source: Some(source),
            means: money("1010", "4000.00"),
            ..gift(books, books.fund, "1.00")
        },
    )
    .await;
    let rate = Rate::parse("61.5", day("2026-03-10"), code("NBRM")).unwrap();
    let euros =
        Means::Money { account: "1020".to_owned(), quantity: amount("100.00"), rate: Some(rate) };
    record(books, RecordIncome { means: euros, ..gift(books, books.fund, "1.00") }).await;
    let goods =
        Means::Goods {
            item: text("Ќебе"), unit: code("kom"), count: 10, value: amount("5000.00")
        };
    let restriction =
        Some(Restriction { to_on: Some(day("2026-12-31")), ..Restriction::default() });
    record(books, RecordIncome { means: goods, restriction, ..gift(books, books.fund, "1.00") })
        .await;
    let unclear = RecordIncome {
        kind: IncomeKind::Unclear,
        source: None,
        ..gift(books, books.fund, "700.00")
    };
    let unclear = record(books, unclear).await;
    let explain = ExplainReceipt {
        income: unclear,
        source: Some(books.source),
        agreement: None,
        kind: IncomeKind::Donation,
        fund: books.restricted,
        booked_on: day("2026-03-10"),
        restriction: None,
        document: paper("21"),
        memo: Some(text("по разговор")),
    };
    books.ask_once(books.treasurer, Command::ExplainReceipt(explain)).await.unwrap();
}

/// A giver who was a member for some years.
async fn membership(books: &Books) {
    let join = Command::AddMember { source: books.source, joined_on: day("2019-01-01") };
    let member = books.ask_once(books.treasurer, join).await.unwrap().seq;
    let leave = Command::EndMembership { member, version: 1, left_on: day("2026-01-31") };
    books.ask_once(books.treasurer, leave).await.unwrap();
}

async fn under_an_agreement(books: &Books) {
    let agreement = AddAgreement {
        source: books.source,
        fund: books.restricted,
        kind: AgreementKind::Grant,
        number: code("03-17/2026"),
        signed_on: day("2026-01-05"),
        currency: Currency::Mkd,
        promised: amount("50000.00"),
        valid_from: day("2026-01-01"),
        valid_to: day("2026-12-31"),
        report_due_on: Some(day("2027-01-31")),
        unspent: Unspent::Return,
        booked_as: BookedAs::DeferredIncome,
        restriction: Some(Restriction {
            categories: vec![Category::Food],
            ..Restriction::default()
        }),
        instalments: vec![
            (day("2026-02-01"), amount("30000.00")),
            (day("2026-06-01"), amount("20000.00")),
        ],
    };
    let agreement =
        books.ask_once(books.treasurer, Command::AddAgreement(agreement)).await.unwrap().seq;
    let grant = RecordIncome {
        agreement: Some(agreement),
        kind: IncomeKind::Grant,
        ..gift(books, books.restricted, "30000.00")
    };
    record(books, grant.clone()).await;
    let wrong = record(books, RecordIncome { means: money("1000", "500.00"), ..grant }).await;
    reverse(books, wrong).await;
}

fn gift(books: &Books, fund: i64, sum: &str) -> RecordIncome {
    let Command::RecordIncome(gift) = income(books.source, fund, sum) else { unreachable!() };
    RecordIncome {
        reference: Some(code("ref-1")), memo: Some(text("со благодарност")), ..gift
    }
}

fn money(account: &str, sum: &str) -> Means {
    Means::Money { account: account.to_owned(), quantity: amount(sum), rate: None }
}

async fn record(books: &Books, income: RecordIncome) -> i64 {
    books.ask_once(books.treasurer, Command::RecordIncome(income)).await.unwrap().seq
}

async fn reverse(books: &Books, entry: i64) {
    let deed = Deed::Reverse { entry, booked_on: day("2026-03-10"), why: Reason::Mistake };
    let propose =
        Command::ProposeDecision { deed, reason: Some(text("двапати внесено")) };
    let decision = books.ask_once(books.treasurer, propose).await.unwrap().seq;
    books.ask_once(books.approver, Command::ConfirmDecision { decision }).await.unwrap();
}

fn line(account: &str, fund: i64, side: Side, sum: &str) -> EntryLine {
    EntryLine { account: account.to_owned(), fund, side, amount: amount(sum) }
}

async fn spend(books: &Books, from: &str, sum: &str, by_bank: bool) -> i64 {
    let post = PostEntry {
        booked_on: day("2026-03-10"),
        lines: vec![
            line("408", books.fund, Side::Debit, sum),
            line(from, books.fund, Side::Credit, sum),
        ],
        document: Document::Paper {
            kind: DocumentKind::Invoice,
            number: code("88"),
            dated_on: day("2026-03-09"),
            issuer: Some(text("Пример Закуподавач")),
        },
        by_bank,
        memo: None,
    };
    books.ask_once(books.treasurer, Command::PostEntry(post)).await.unwrap().seq
}

async fn expenses(books: &Books) {
    let rent = spend(books, "1000", "1200.00", false).await;
    reverse(books, rent).await;
    spend(books, "1010", "300.00", false).await;
    let transfer = Transfer {
        from: "1000".to_owned(),
        to: "1010".to_owned(),
        fund: books.fund,
        quantity: amount("5000.00"),
        booked_on: day("2026-03-10"),
        document: Document::Missing(NoDocument::Internal),
    };
    books.ask_once(books.treasurer, Command::Transfer(transfer)).await.unwrap();
    let sale = SellCurrency {
        from: "1020".to_owned(),
        to: "1000".to_owned(),
        fund: books.fund,
        quantity: amount("40.00"),
        received: amount("2470.00"),
        booked_on: day("2026-03-10"),
        document: paper("22"),
    };
    books.ask_once(books.treasurer, Command::SellCurrency(sale)).await.unwrap();
    let anew = RevalueCurrency {
        account: "1020".to_owned(),
        fund: books.fund,
        rate: Rate::parse("61.7", day("2026-03-10"), code("NBRM")).unwrap(),
        booked_on: day("2026-03-10"),
        document: Document::Missing(NoDocument::Internal),
    };
    books.ask_once(books.treasurer, Command::RevalueCurrency(anew)).await.unwrap();
    let charge = ChargeCurrency {
        account: "1020".to_owned(),
        expense: "416".to_owned(),
        fund: books.fund,
        quantity: amount("1.00"),
        booked_on: day("2026-03-10"),
        document: paper("23"),
    };
    books.ask_once(books.treasurer, Command::ChargeCurrency(charge)).await.unwrap();
    assets(books).await;
    // What the bank took beyond the fund's money, and a gift that covers part of it.
    let small = books.ask_once(
        books.treasurer,
        Command::OpenFund { code: code("small"), name: text("Мал фонд"), restricted: false },
    );
    let small = small.await.unwrap().seq;
    let fee = PostEntry {
        booked_on: day("2026-03-10"),
        lines: vec![
            line("416", small, Side::Debit, "50.00"),
            line("1000", small, Side::Credit, "50.00"),
        ],
        document: paper("24"),
        by_bank: true,
        memo: Some(text("провизија")),
    };
    books.ask_once(books.treasurer, Command::PostEntry(fee)).await.unwrap();
    record(books, gift(books, small, "20.00")).await;
}

/// Two fixed assets of one entry, charged for a month; one of them leaves.
async fn assets(books: &Books) {
    let post = PostEntry {
        booked_on: day("2026-01-20"),
        lines: vec![
            line("013", books.fund, Side::Debit, "5000.00"),
            line("1000", books.fund, Side::Credit, "5000.00"),
        ],
        document: paper("25"),
        by_bank: false,
        memo: None,
    };
    let entry = books.ask_once(books.treasurer, Command::PostEntry(post)).await.unwrap().seq;
    let stove = RecordAsset {
        name: text("Шпорет"),
        entry,
        account: "013".to_owned(),
        fund: books.fund,
        cost: amount("3999.99"),
        in_use_on: day("2026-01-21"),
        rate_bp: 2_000,
        earlier: None,
    };
    let chair = RecordAsset { name: text("Стол"), cost: amount("1000.01"), ..stove.clone() };
    books.ask_once(books.treasurer, Command::RecordAsset(stove)).await.unwrap();
    let asset = books.ask_once(books.treasurer, Command::RecordAsset(chair)).await.unwrap().seq;
    let through = Month::parse("2026-02").unwrap();
    books.ask_once(books.treasurer, Command::Depreciate { through }).await.unwrap();
    let retire =
        RetireAsset { asset, version: 2, on: day("2026-03-10"), why: text("скршен") };
    books.ask_once(books.treasurer, Command::RetireAsset(retire)).await.unwrap();
}

async fn import(books: &Books) {
    let row = |number: i64| {
        let Command::RecordIncome(income) = income(books.source, books.fund, "10.00") else {
            unreachable!()
        };
        ImportRow {
            row: number,
            fingerprint: key(&format!("row {number}")),
            new_source: Some(0),
            income,
        }
    };
    let import = ImportIncomes {
        profile: code("test"),
        file_hash: key("file"),
        asked: key("file and choices"),
        rows_read: 4,
        rows_known: 0,
        excluded: vec![ExcludedRow { row: 4, reason: text("нула") }],
        currency: Currency::Mkd,
        total: 3_000,
        sources: vec![person_source("Пример Член")],
        rows: vec![row(1), row(2), row(3)],
    };
    let taken =
        books.ask_once(books.treasurer, Command::ImportIncomes(import.clone())).await.unwrap();
    let undo =
        Deed::UndoImport { import: taken.seq, booked_on: day("2026-03-10"), why: Reason::Mistake };
    books.decide(books.treasurer, books.releaser, undo).await;
    books.ask_once(books.treasurer, Command::ImportIncomes(import)).await.unwrap();
}

pub(crate) async fn digest(books: &Books, payout: i64) -> Hash {
    books.store.payout_digest(payout).await.unwrap().unwrap().try_into().unwrap()
}

async fn propose(books: &Books, fund: i64, sum: &str) -> i64 {
    let request = books.request(sum).await;
    books.ask_once(books.case_worker, food(request, fund, sum)).await.unwrap().seq
}

async fn approve(books: &Books, fund: i64, sum: &str) -> i64 {
    let payout = propose(books, fund, sum).await;
    sign(books, payout).await;
    payout
}

async fn sign(books: &Books, payout: i64) {
    let digest = digest(books, payout).await;
    books.ask_once(books.approver, Command::ApprovePayout { payout, digest }).await.unwrap();
}

pub(crate) async fn release(books: &Books, payout: i64) {
    let digest = digest(books, payout).await;
    books
        .ask_once(
            books.releaser,
            Command::ReleasePayout {
                payout,
                digest,
                acknowledge: Vec::new(),
                seen: Seen::default(),
            },
        )
        .await
        .unwrap();
}

async fn aid(books: &Books) {
    // The whole way there and back.
    let payout = approve(books, books.restricted, "3000.00").await;
    release(books, payout).await;
    books.ask_once(books.releaser, Command::SendPayout { payout }).await.unwrap();
    let account = Some("1000".to_owned());
    let on = day("2026-03-10");
    let pay = |payout, account| Command::PayPayout {
        payout,
        account,
        paid_on: on,
        document: paper("31"),
    };
    books.ask_once(books.treasurer, pay(payout, account.clone())).await.unwrap();
    books
        .ask_once(
            books.case_worker,
            Command::ConfirmPayout { payout, confirmed_on: on, receipt: None },
        )
        .await
        .unwrap();
    let back = Command::ReturnPayout {
        payout,
        account: account.clone(),
        returned_on: on,
        document: paper("32"),
        part: None,
    };
    books.ask_once(books.treasurer, back).await.unwrap();
    // In cash, after two approvals.
    let payout = propose(books, books.fund, "25000.00").await;
    let signed = digest(books, payout).await;
    for approver in [books.approver, books.second_approver] {
        books.ask_once(approver, Command::ApprovePayout { payout, digest: signed }).await.unwrap();
    }
    release(books, payout).await;
    books.ask_once(books.treasurer, pay(payout, account)).await.unwrap();
    in_goods(books).await;
    other_ways(books).await;
    in_a_session(books).await;
    on_a_list(books).await;
    taxed::taxed(books).await;
    endings(books).await;
}

async fn in_goods(books: &Books) {
    let on = day("2026-03-10");
    let request = books.request("2000.00").await;
    let Command::ProposePayout(typed) = food(request, books.fund, "1.00") else { unreachable!() };
    let goods = ProposePayout {
        method: Method::InKind,
        amount: None,
        goods: Some((text("Ќебе"), 3)),
        ..typed
    };
    let payout =
        books.ask_once(books.case_worker, Command::ProposePayout(goods)).await.unwrap().seq;
    let signed = digest(books, payout).await;
    books
        .ask_once(books.approver, Command::ApprovePayout { payout, digest: signed })
        .await
        .unwrap();
    release(books, payout).await;
    let pay = Command::PayPayout { payout, account: None, paid_on: on, document: paper("31") };
    books.ask_once(books.treasurer, pay).await.unwrap();
    let scan = AttachEvidence {
        request,
        kind: EvidenceKind::Other,
        number: Some(code("P-3")),
        dated_on: Some(on),
        amount: None,
        media_type: MediaType::Jpeg,
        size_bytes: 30_000,
        content: key("scan"),
    };
    books.ask_once(books.case_worker, Command::AttachEvidence(scan)).await.unwrap();
    let receipt = SignedReceipt {
        kind: DocumentKind::Receipt,
        number: code("P-3"),
        dated_on: on,
        attachment: Some(key("scan")),
    };
    let confirm = Command::ConfirmPayout { payout, confirmed_on: on, receipt: Some(receipt) };
    books.ask_once(books.releaser, confirm).await.unwrap();
    // Come back in parts.
    for (number, part) in [("33", Some(Part::Goods(1))), ("34", Some(Part::Goods(1))), ("35", None)]
    {
        let back = Command::ReturnPayout {
            payout,
            account: None,
            returned_on: on,
            document: paper(number),
            part,
        };
        books.ask_once(books.treasurer, back).await.unwrap();
    }
}

/// Cash above the limit, let go knowingly and in one session.
async fn in_a_session(books: &Books) {
    let request = books.request("6100.00").await;
    let Command::ProposePayout(typed) = food(request, books.fund, "6100.00") else {
        unreachable!()
    };
    let cash = Command::ProposePayout(ProposePayout { method: Method::Cash, ..typed });
    let proposed = books.ask_once(books.case_worker, cash).await.unwrap();
    assert_eq!(proposed.warnings.len(), 1);
    let payout = proposed.seq;
    let digest = digest(books, payout).await;
    books.ask_once(books.approver, Command::ApprovePayout { payout, digest }).await.unwrap();
    let batch = |acknowledge| OpenBatch {
        items: vec![BatchItem { payout, digest, seen: Seen::default() }],
        count: 1,
        total: amount("6100.00"),
        acknowledge,
    };
    let silent = books.ask_once(books.releaser, Command::OpenBatch(batch(Vec::new()))).await;
    assert!(silent.is_err());
    let open = Command::OpenBatch(batch(vec![WarningCode::CashLimit]));
    assert_eq!(books.ask_once(books.releaser, open).await.unwrap().acts, 2);
}

/// Two payouts handed to the bank in one file, which is made again for one of them.
async fn on_a_list(books: &Books) {
    let mut orders = Vec::new();
    for sum in ["110.00", "120.00"] {
        let recipient = books.new_recipient().await;
        let need =
            SubmitRequest { payee_kind: PayeeKind::Oneself, payee: None, ..need(recipient, sum) };
        let request = books.assessed(need).await;
        let proposed = books.ask_once(books.case_worker, food(request, books.fund, sum)).await;
        let payout = proposed.unwrap().seq;
        sign(books, payout).await;
        release(books, payout).await;
        let payee = books.store.subject_of(recipient).await.unwrap().unwrap();
        orders.push(PaymentOrder { payout, payee });
    }
    let list = |orders: &[PaymentOrder], instead_of| {
        Command::MakePaymentList(MakePaymentList {
            orders: orders.to_vec(),
            account: "1002".to_owned(),
            value_on: day("2026-03-11"),
            file: key("file"),
            instead_of,
        })
    };
    let made = books.ask_once(books.releaser, list(&orders, None)).await.unwrap();
    assert_eq!(made.acts, 3);
    let again = list(&orders[..1], Some(made.seq));
    assert_eq!(books.ask_once(books.releaser, again).await.unwrap().acts, 2);
}

/// What goes another way than it was given for.
async fn other_ways(books: &Books) {
    let on = day("2026-03-10");
    let agreement = {
        let facts = books.store.facts_for_reading().await.unwrap();
        *facts.agreements.keys().next().unwrap()
    };
    let refund = RefundGrant {
        agreement,
        amount: amount("100.00"),
        account: "1000".to_owned(),
        booked_on: on,
        document: paper("41"),
    };
    books.decide(books.treasurer, books.approver, Deed::RefundGrant(refund)).await;
    let lot = record(books, gift(books, books.fund, "300.00")).await;
    let consent = Document::Paper {
        kind: DocumentKind::Consent,
        number: code("S-1"),
        dated_on: on,
        issuer: None,
    };
    let change = ChangePurpose {
        fund: books.fund,
        lot,
        line: 1,
        quantity: 10_000,
        to_fund: books.restricted,
        restriction: None,
        account: Some("1000".to_owned()),
        booked_on: on,
        document: consent,
    };
    books.decide(books.treasurer, books.approver, Deed::ChangePurpose(change)).await;
    let give = GiveAdvance {
        person: books.case_worker.person,
        fund: books.fund,
        amount: amount("200.00"),
        account: "1010".to_owned(),
        given_on: on,
        document: paper("42"),
    };
    let given = books.decide(books.treasurer, books.releaser, Deed::GiveAdvance(give)).await.seq;
    let settle = SettleAdvance {
        advance: given,
        amount: amount("120.00"),
        spent: Spent::Cost { account: "401".to_owned() },
        booked_on: on,
        document: paper("43"),
    };
    let mistyped = SettleAdvance { amount: amount("170.00"), ..settle.clone() };
    let mistyped =
        books.ask_once(books.treasurer, Command::SettleAdvance(mistyped)).await.unwrap().seq;
    let back = Deed::Reverse { entry: mistyped, booked_on: on, why: Reason::WrongAmount };
    books.decide(books.treasurer, books.approver, back).await;
    let receipt = books.ask_once(books.treasurer, Command::SettleAdvance(settle)).await.unwrap();
    journey(books, given, receipt.seq).await;
    let back = ReturnAdvance {
        advance: given,
        amount: amount("30.00"),
        account: "1010".to_owned(),
        booked_on: on,
        document: paper("44"),
    };
    books.ask_once(books.treasurer, Command::ReturnAdvance(back)).await.unwrap();
    hand_out(books).await;
}

/// Sent with the advance, and its receipt is what the journey cost; another was called off.
async fn journey(books: &Books, advance: i64, receipt: i64) {
    let order = OrderTravel {
        person: books.case_worker.person,
        from_on: day("2026-03-09"),
        to_on: day("2026-03-10"),
        place: text("Битола"),
        purpose: text("Посета"),
        means: TravelMeans::Bus,
        per_diem_minor: 0,
        advance: Some(advance),
    };
    let other = OrderTravel { advance: None, ..order.clone() };
    let mut asked = Vec::new();
    for order in [order, other] {
        asked.push(books.ask_once(books.treasurer, Command::OrderTravel(order)).await.unwrap().seq);
    }
    let entries = vec![receipt];
    let settle = Command::SettleTravel { order: asked[0], entries };
    books.ask_once(books.treasurer, settle).await.unwrap();
    let off = Command::CancelTravel { order: asked[1], why: Reason::Mistake };
    books.ask_once(books.treasurer, off).await.unwrap();
}

async fn hand_out(books: &Books) {
    let hand_out = HandOut {
        fund: books.fund,
        category: Category::Shelter,
        item: text("Ќебе"),
        count: 2,
        people: 2,
        target_group: TargetGroup::Homeless,
        municipality: code("MK-814"),
        given_on: day("2026-03-10"),
        document: paper("45"),
    };
    books.decide(books.case_worker, books.releaser, Deed::HandOut(hand_out)).await;
}

/// A recurring need, from its draft to its end.
async fn walked(books: &Books, who: uuid::Uuid, seen: Seen) -> i64 {
    let case_worker = books.case_worker;
    let request = |who| SubmitRequest {
        recurring: Some(Recurring { every_months: 1, until_on: day("2026-12-31") }),
        ..need(who, "200.00")
    };
    let draft = Command::DraftRequest(request(who));
    let first = books.ask_once(case_worker, draft).await.unwrap().seq;
    let submit = Command::SubmitDraft { request: first, seen };
    books.ask_once(case_worker, submit).await.unwrap();
    let edit = EditRequest {
        request: first,
        version: 2,
        category: Category::Food,
        urgency: Urgency::Normal,
        asked: amount("190.00"),
        target_group: None,
        municipality: Some(code("MK-801")),
        payee_kind: PayeeKind::Oneself,
        payee: None,
        signs: Signs::TwoWitnesses,
    };
    books.ask_once(case_worker, Command::EditRequest(edit)).await.unwrap();
    books.ask_once(case_worker, Command::ScreenRequest { request: first }).await.unwrap();
    let question = text("Од кога?");
    let ask = Command::AskAboutRequest { request: first, question };
    books.ask_once(case_worker, ask).await.unwrap();
    let answer = Command::AnswerRequest { request: first, answer: text("Од вчера") };
    books.ask_once(case_worker, answer).await.unwrap();
    let paper = AttachEvidence {
        request: first,
        kind: EvidenceKind::ProForma,
        number: Some(code("PF-7")),
        dated_on: Some(day("2026-03-09")),
        amount: Some(amount("190.00")),
        media_type: MediaType::Pdf,
        size_bytes: 40_000,
        content: key("paper"),
    };
    books.ask_once(case_worker, Command::AttachEvidence(paper)).await.unwrap();
    let reason = Reason::NotEligible;
    let reject = Command::RejectRequest { request: first, reason, note: None };
    books.ask_once(case_worker, reject).await.unwrap();
    let grounds = text("Има право");
    let appeal = Command::AppealRequest { request: first, grounds };
    books.ask_once(case_worker, appeal).await.unwrap();
    first
}

/// A need with everything that can be done for it, and aid that is given twice because a second person says so.
async fn requests(books: &Books) {
    let case_worker = books.case_worker;
    let who = books.new_recipient().await;
    let other = books.new_recipient().await;
    let seen =
        |how| Seen { checked: true, matches: vec![SeenMatch { how, other }], ..Seen::default() };
    let first = walked(books, who, seen(MatchHow::Name)).await;
    let helped = books.request_of(other, "210.00").await;
    books.ask_once(case_worker, food(helped, books.fund, "210.00")).await.unwrap();
    let repeat = Command::RepeatRequest { request: first, seen: seen(MatchHow::Phone) };
    let again = books.ask_once(case_worker, repeat).await.unwrap().seq;
    let (request, reason) = (first, Reason::NotEligible);
    let end = Command::EndSeries { request, reason, note: Some(text("заминаа")) };
    books.ask_once(case_worker, end).await.unwrap();
    let close = Command::CloseRequest { request, reason, note: Some(text("заминаа")) };
    books.ask_once(case_worker, close).await.unwrap();
    let household = books.new_recipient().await;
    let judge = Command::JudgePair {
        one: who,
        other: household,
        reason: Reason::Mistake,
        note: Some(text("двајца браќа")),
    };
    books.ask_once(books.approver, judge).await.unwrap();
    let allow = AllowMatch {
        request: again,
        other,
        reason: Reason::Other,
        note: Some(text("две деца")),
        seen: seen(MatchHow::Phone),
    };
    books.ask_once(books.approver, Command::AllowMatch(allow)).await.unwrap();
}

/// Every way in which a payout ends before it is paid, and one that waits.
async fn endings(books: &Books) {
    let reason = Reason::NeedPassed;
    let payout = propose(books, books.fund, "100.00").await;
    let reject =
        Command::RejectPayout { payout, reason, note: Some(text("нема потреба")) };
    books.ask_once(books.approver, reject).await.unwrap();
    let payout = approve(books, books.fund, "110.00").await;
    books.ask_once(books.case_worker, Command::CancelPayout { payout, reason }).await.unwrap();
    let payout = approve(books, books.fund, "120.00").await;
    release(books, payout).await;
    books.ask_once(books.releaser, Command::VoidPayout { payout, reason }).await.unwrap();
    let payout = approve(books, books.fund, "130.00").await;
    release(books, payout).await;
    let reason = Reason::BankRefused;
    books.ask_once(books.releaser, Command::FailPayout { payout, reason }).await.unwrap();
    let request = books.request("140.00").await;
    let reject = Command::RejectRequest { request, reason, note: None };
    books.ask_once(books.case_worker, reject).await.unwrap();
    approve(books, books.restricted, "150.00").await;
    let payout = approve(books, books.fund, "160.00").await;
    books.clock.set("2026-04-20T09:00:00Z");
    let expired = Command::ExpireDue { payouts: vec![payout] };
    assert_eq!(books.ask_once(books.treasurer, expired).await.unwrap().acts, 2);
}

/// Identities recorded and shown, one kept beyond its time, one person of each kind erased and one of each left.
async fn identities(books: &Books) {
    let mut people = Vec::new();
    for _ in 0..2 {
        let command = Command::AddRecipient { household: None, birth_year: Some(1990) };
        let seq = books.ask_once(books.case_worker, command).await.unwrap().seq;
        people.push(Subject { kind: SubjectKind::Recipient, seq });
        let seq = books.ask_once(books.case_worker, Command::AddPayee(None)).await.unwrap().seq;
        let public = PublicPayee {
            kind: PayeeKind::Pharmacy,
            name: text("Аптека Пример"),
            register_number: Some(code("0000017")),
        };
        let named = Command::EditPayee { payee: seq, version: 1, public: Some(public) };
        books.ask_once(books.case_worker, named).await.unwrap();
        people.push(Subject { kind: SubjectKind::Payee, seq });
        let command = Command::AddSource(person_source("Пример Давач"));
        let seq = books.ask_once(books.treasurer, command).await.unwrap().seq;
        people.push(Subject { kind: SubjectKind::Giver, seq });
    }
    for subject in &people {
        let is_giver = subject.kind == SubjectKind::Giver;
        let who = if is_giver { books.treasurer } else { books.case_worker };
        let record = RecordIdentity {
            subject: *subject,
            version: 1,
            commitment: key("identity"),
            overrode: false,
            pays: true,
        };
        books.ask_once(who, Command::RecordIdentity(record)).await.unwrap();
        let reveal = Reveal {
            subjects: vec![*subject],
            scope: RevealScope::Amber,
            purpose: Purpose::Correction,
            payout: None,
            paper: None,
            income: None,
            why: Some(text("проверка")),
        };
        books.ask_once(who, Command::Reveal(reveal)).await.unwrap();
        let hold = SetHold { subject: *subject, held: true, why: text("спор") };
        let hold = Command::SetHold(hold);
        books.ask_once(books.case_worker, hold.clone()).await.unwrap();
        let Command::SetHold(hold) = hold else { unreachable!() };
        let ended = Command::SetHold(SetHold { held: false, ..hold });
        books.ask_once(books.case_worker, ended).await.unwrap();
    }
    let subjects = people.into_iter().take(3).collect();
    let deed = Deed::Erase { subjects, why: Reason::PersonAsked };
    books.decide(books.case_worker, books.approver, deed).await;
}

/// A gift of the year before, which was counted by fund.
async fn december(books: &Books) {
    years::gift(books, books.fund, "5.00").await;
    let lines = [("1000", Some(books.fund), 500)];
    books.ask_once(books.treasurer, years::count(&lines)).await.unwrap();
}

/// The year before is closed, issued, opened and closed again.
async fn year(books: &Books) {
    for deed in [years::close_year(2025), years::reopen_year(2025), years::close_year(2025)] {
        books.decide(books.treasurer, books.releaser, deed).await;
    }
    years::issue(books, &[b"%PDF-1"]).await;
}

async fn months(books: &Books) {
    for month in [202_512, 202_601, 202_602, 202_603] {
        books.decide(books.treasurer, books.releaser, years::close_month(month)).await;
    }
    let reopen = Deed::ReopenMonth { month: 202_603, why: Reason::LateDocument };
    books.decide(books.treasurer, books.releaser, reopen).await;
    let deed = years::close_month(202_603);
    let decision = books
        .ask_once(books.treasurer, Command::ProposeDecision { deed, reason: None })
        .await
        .unwrap()
        .seq;
    books.ask_once(books.treasurer, Command::WithdrawDecision { decision }).await.unwrap();
}

async fn people(books: &Books) {
    let grant = {
        let facts = books.store.facts_for_reading().await.unwrap();
        facts
            .grants
            .values()
            .find(|grant| grant.person_id == books.second_approver.person)
            .unwrap()
            .seq
    };
    books.ask_once(books.admin, Command::RevokeRole { grant, reason: Reason::Left }).await.unwrap();
    let leaver = books.second_approver.person;
    books
        .ask_once(books.admin, Command::DisablePerson { person: leaver, version: 1 })
        .await
        .unwrap();
    assert_ne!(leaver, person("ana"));
}
