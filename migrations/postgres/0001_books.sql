-- The books, from the first day: tables, what makes them quick to read, and what keeps them from being rewritten.
-- Its twin for SQLite has the same tables and columns; a test compares the two.

-- The head of the log: how many leaves there are, the right edge of their tree, and the last time recorded.
create table head (
    id bigint not null check (id = 1),
    size bigint not null,
    frontier bytea not null,
    recorded_at timestamptz,
    -- The last leaf that changed reference data: who has read that much needs to read none of it again.
    reference_seq bigint not null,
    primary key (id)
);

-- The log itself: one envelope per act, with the payload its hash covers.
create table leaf (
    seq bigint not null,
    recorded_at timestamptz not null,
    actor_id uuid not null,
    kind text not null,
    kind_version bigint not null,
    salt bytea not null,
    payload bytea not null,
    hash bytea not null,
    primary key (seq)
);

-- Signed notes over the log, oldest first.
create table checkpoint (
    size bigint not null,
    note text not null,
    primary key (size)
);

-- Movement by month, account, fund and currency: derived from postings in the same transaction.
create table balance_month (
    month bigint not null,
    account text not null,
    fund_seq bigint not null,
    currency text not null,
    amount_minor bigint not null,
    quantity_minor bigint not null,
    debit_minor bigint not null,
    primary key (month, account, fund_seq, currency)
);

-- Balance at the end of each closed month, dense: one row for whatever is not zero.
create table balance_closed (
    month bigint not null,
    account text not null,
    fund_seq bigint not null,
    currency text not null,
    amount_minor bigint not null,
    quantity_minor bigint not null,
    primary key (month, account, fund_seq, currency)
);

-- Movement of each cash desk by day: the desk is never negative on any day.
create table cash_day (
    account text not null,
    day date not null,
    amount_minor bigint not null,
    primary key (account, day)
);

-- What became of the money of each fund and agreement, by event, each time broken down along one axis: sums name nobody and
-- stay when a request is erased.
create table trace_sum (
    fund_seq bigint not null,
    agreement_seq bigint not null, -- 0 where there is none
    axis text not null,
    part text not null, -- empty where the axis says nothing: a cost has no category
    event text not null,
    value_minor bigint not null,
    primary key (fund_seq, agreement_seq, axis, part, event)
);

-- The last number given in each gapless yearly series.
create table series (
    name text not null,
    year bigint not null,
    last bigint not null,
    primary key (name, year)
);

-- An answered request: the same key with the same digest is answered again, not done again.
create table idempotency (
    seq bigint not null,
    key_hash bytea not null,
    digest bytea not null,
    primary key (seq)
);

-- The one row that says whose books these are.
create table books (
    id bigint not null,
    uid uuid not null,
    name text not null,
    currency text not null,
    time_zone text not null,
    origin text not null,
    demo boolean not null,
    law text not null,
    opened_at timestamptz not null,
    seq bigint not null,
    version bigint not null,
    primary key (id)
);

-- Whose books these are, as offices ask, from a day on.
create table association (
    seq bigint not null,
    valid_from date not null,
    name text not null,
    seat text not null,
    register_number text,
    tax_number text,
    activity text,
    phone text,
    email text,
    representative text,
    primary key (seq)
);

-- The public half of a key that signs checkpoints.
create table signing_key (
    seq bigint not null,
    name text not null,
    public_key bytea not null,
    primary key (seq)
);

-- A dated figure that the legislature or the board may change.
create table law_value (
    seq bigint not null,
    line bigint not null,
    name text not null,
    value text not null,
    unit text not null,
    valid_from date not null,
    valid_to date,
    source text not null,
    verified boolean not null,
    primary key (seq, line)
);

-- Typed text about an act: erasable, vouched for by its commitment.
create table note (
    seq bigint not null,
    line bigint not null,
    kind text not null,
    body text,
    salt bytea,
    commitment bytea not null,
    primary key (seq, line)
);

-- Something that takes two persons: proposed by one, confirmed by another.
create table decision (
    seq bigint not null,
    kind text not null,
    act text not null,
    proposed_by uuid not null,
    decided_by uuid,
    decided_seq bigint,
    state text not null,
    version bigint not null,
    primary key (seq)
);

-- A month that has been closed, and perhaps opened again.
create table period (
    month bigint not null,
    state text not null,
    seq bigint not null,
    version bigint not null,
    primary key (month)
);

-- A year that has been closed, and perhaps opened again.
create table fiscal_year (
    year bigint not null,
    state text not null,
    entry_seq bigint,
    inventory_seq bigint,
    seq bigint not null,
    version bigint not null,
    primary key (year)
);

-- A count of what there was on the last day of a year. The last one of a year counts.
create table inventory (
    seq bigint not null,
    year bigint not null,
    primary key (seq)
);

-- One account as it was found, in its own currency and on the side on which it grows.
create table inventory_line (
    seq bigint not null,
    line bigint not null,
    account text not null,
    fund_seq bigint,
    currency text not null,
    booked_minor bigint not null,
    counted_minor bigint not null,
    primary key (seq, line)
);

-- A paper of a closed year as it was issued.
create table issued (
    seq bigint not null,
    line bigint not null,
    year bigint not null,
    document text not null,
    language text not null,
    face text not null,
    hash bytea not null,
    size_bytes bigint not null,
    as_of_seq bigint not null,
    closed_seq bigint not null,
    primary key (seq, line)
);

-- The bytes of an issued paper; its hash is in the leaf.
create table issued_file (
    seq bigint not null,
    line bigint not null,
    content bytea not null,
    primary key (seq, line)
);

-- A member of the staff or board; one account per person.
create table person (
    id uuid not null,
    login text not null,
    name text not null,
    state text not null,
    seq bigint not null,
    version bigint not null,
    primary key (id)
);

-- A role given to a person by two administrators.
create table role_grant (
    seq bigint not null,
    person_id uuid not null,
    role text not null,
    granted_at timestamptz not null,
    from_at timestamptz not null,
    until_at timestamptz,
    stands_in_for uuid,
    revoked_seq bigint,
    version bigint not null,
    primary key (seq)
);

-- A bearer token, of which only the hash is kept.
create table token (
    seq bigint not null,
    person_id uuid not null,
    role text not null,
    label text not null,
    hash bytea not null,
    expires_at timestamptz not null,
    revoked_seq bigint,
    version bigint not null,
    primary key (seq)
);

create table account (
    code text not null,
    parent text,
    kind text not null,
    role text not null,
    currency text,
    number text,
    pool boolean not null,
    guarded boolean not null,
    name_mk text not null,
    name_en text not null,
    name_sq text not null,
    active boolean not null,
    seq bigint not null,
    version bigint not null,
    primary key (code)
);

-- One line of the posting scheme: the account that an event books, from a day on.
create table posting_rule (
    event text not null,
    valid_from date not null,
    account text not null,
    source text not null,
    verified boolean not null,
    seq bigint not null,
    version bigint not null,
    primary key (event, valid_from)
);

-- How many approvers a payout up to an amount takes, from a day on.
create table band (
    seq bigint not null,
    line bigint not null,
    valid_from date not null,
    up_to_minor bigint,
    approvals bigint not null,
    source text not null,
    verified boolean not null,
    primary key (seq, line)
);

-- Whether two kinds of aid go together. Absent stands for every category; all of one act make one table.
create table combination (
    seq bigint not null,
    line bigint not null,
    valid_from date not null,
    one text,
    other text,
    window_days bigint not null,
    level text not null,
    source text not null,
    verified boolean not null,
    primary key (seq, line)
);

-- What a ground of taxing aid, or not, means from a day on, and the papers that show it.
create table tax_rule (
    seq bigint not null,
    line bigint not null,
    valid_from date not null,
    basis text not null,
    article text,
    taxable boolean not null,
    evidence text,
    name_mk text not null,
    name_en text not null,
    name_sq text not null,
    source text not null,
    verified boolean not null,
    primary key (seq, line)
);

-- A self-balancing pool of money, for one purpose or free.
create table fund (
    seq bigint not null,
    code text not null,
    name text not null,
    restricted boolean not null,
    state text not null,
    opened_on date not null,
    closed_on date,
    version bigint not null,
    overdrawn_minor bigint not null check (0 <= overdrawn_minor),
    primary key (seq)
);

-- Who gives. Organisations by name; of natural persons only the reference is logged.
create table source (
    seq bigint not null,
    kind text not null,
    name text not null,
    identifier text,
    country text,
    active boolean not null,
    version bigint not null,
    reference uuid,
    private_name text,
    salt bytea,
    commitment bytea,
    primary key (seq)
);

-- Somebody's membership in the association: the register that the law wants. Who it is, is what the source says.
create table member (
    seq bigint not null,
    source_seq bigint not null,
    joined_on date not null,
    left_on date,
    version bigint not null,
    primary key (seq)
);

-- A travel order: who goes where and why, numbered by year without gaps.
create table travel_order (
    seq bigint not null,
    year bigint not null,
    number bigint not null,
    person_id uuid not null,
    from_on date not null,
    to_on date not null,
    place text not null,
    purpose text not null,
    means text not null,
    per_diem_minor bigint not null,
    advance_seq bigint,
    primary key (seq)
);

-- That a journey was settled or called off.
create table travel_step (
    seq bigint not null,
    order_seq bigint not null,
    state text not null,
    why text,
    primary key (seq)
);

-- An entry that booked a cost of a journey.
create table travel_cost (
    seq bigint not null,
    line bigint not null,
    order_seq bigint not null,
    entry_seq bigint not null unique,
    amount_minor bigint not null,
    primary key (seq, line)
);

-- The paper under which a source gives.
create table agreement (
    seq bigint not null,
    source_seq bigint not null,
    fund_seq bigint not null,
    kind text not null,
    number text not null,
    signed_on date not null,
    currency text not null,
    promised_minor bigint not null,
    valid_from date not null,
    valid_to date not null,
    report_due_on date,
    unspent text not null,
    booked_as text not null,
    restriction text,
    state text not null,
    version bigint not null,
    received_minor bigint not null,
    primary key (seq)
);

create table instalment (
    seq bigint not null,
    line bigint not null,
    due_on date not null,
    amount_minor bigint not null,
    primary key (seq, line)
);

-- A file of incomes taken in as a whole.
create table import (
    seq bigint not null,
    kind text not null,
    profile text not null,
    file_hash bytea not null,
    rows_read bigint not null,
    rows_new bigint not null,
    rows_known bigint not null,
    excluded text not null,
    currency text not null,
    total_minor bigint not null,
    primary key (seq)
);

create table import_undo (
    seq bigint not null,
    import_seq bigint not null,
    rows_undone bigint not null,
    primary key (seq)
);

-- A business event in the books. An act makes at most one entry, so `seq` is its key too.
create table entry (
    seq bigint not null,
    year bigint not null,
    number bigint not null,
    booked_on date not null,
    kind text not null,
    document_kind text,
    document_number text,
    document_on date,
    document_issuer text,
    no_document text,
    payout_seq bigint,
    advance_seq bigint,
    primary key (seq)
);

-- One line of an entry. Debit is positive, credit negative.
create table posting (
    seq bigint not null,
    line bigint not null,
    account text not null,
    fund_seq bigint not null,
    amount_minor bigint not null, -- deni; debit > 0, credit < 0
    currency text not null,
    quantity_minor bigint not null, -- in the account's currency, with the sign of the amount
    rate text,
    rate_on date,
    rate_source text,
    booked_on date not null,
    primary key (seq, line)
);

-- An entry taken back, once and for good.
create table reversal (
    seq bigint not null,
    line bigint not null,
    reversed_seq bigint not null,
    reason text not null,
    primary key (seq, line)
);

-- The number of a cash slip, from the gapless yearly series of its direction.
create table cash_voucher (
    seq bigint not null,
    line bigint not null,
    year bigint not null,
    number bigint not null,
    direction text not null,
    account text not null,
    amount_minor bigint not null,
    primary key (seq, line)
);

-- One receipt, in money or in kind.
create table income (
    seq bigint not null,
    source_seq bigint,
    agreement_seq bigint,
    kind text not null,
    form text not null,
    fund_seq bigint not null,
    received_on date not null,
    account text not null,
    currency text not null,
    quantity_minor bigint not null,
    value_minor bigint not null,
    reference text,
    receipt_year bigint,
    receipt_number bigint,
    import_seq bigint,
    fingerprint bytea,
    explains_seq bigint,
    primary key (seq)
);

-- So much of one currency, or so many of one item at a value, from one income.
create table lot (
    seq bigint not null,
    line bigint not null,
    fund_seq bigint not null,
    income_seq bigint,
    parent_seq bigint,
    parent_line bigint,
    agreement_seq bigint,
    source_seq bigint,
    kind text not null,
    currency text not null,
    item text,
    unit text,
    quantity_minor bigint not null,
    value_minor bigint not null,
    received_on date not null,
    deferred_account text,
    income_account text not null,
    stock_account text,
    restriction text,
    left_quantity_minor bigint not null check (0 <= left_quantity_minor),
    left_value_minor bigint not null check (0 <= left_value_minor),
    primary key (seq, line)
);

-- Someone we help. The log holds no more than a commitment.
create table recipient (
    seq bigint not null,
    taken_by uuid not null,
    taken_on date not null,
    reference uuid,
    household uuid,
    birth_year bigint,
    case_mark bytea,
    household_mark bytea,
    salt bytea,
    commitment bytea not null,
    version bigint not null,
    primary key (seq)
);

-- Somebody who is paid for another: a landlord, a pharmacy, a company.
create table payee (
    seq bigint not null,
    taken_by uuid not null,
    taken_on date not null,
    reference uuid,
    public_name text,
    register_number text,
    salt bytea,
    commitment bytea not null,
    version bigint not null,
    primary key (seq)
);

-- An identity taken in or changed: which version, and the vault's keyed commitment to it.
create table identity (
    seq bigint not null,
    subject text not null,
    subject_seq bigint not null,
    identity_version bigint not null,
    sealed bytea not null,
    overrode boolean not null,
    pays boolean not null,
    primary key (seq)
);

-- An identity shown: to whom, how much of it and what for.
create table reveal (
    seq bigint not null,
    line bigint not null,
    subject text not null,
    subject_seq bigint not null,
    scope text not null,
    purpose text not null,
    payout_seq bigint,
    evidence_seq bigint,
    income_seq bigint,
    person_id uuid not null,
    revealed_on date not null,
    primary key (seq, line)
);

-- Somebody erased. The reference stands here so that a vault restored from an old copy erases them again.
create table erasure (
    seq bigint not null,
    line bigint not null,
    subject text not null,
    subject_seq bigint not null,
    reference uuid not null,
    why text not null,
    primary key (seq, line)
);

-- A reason in law to keep what is due to be erased, or its end; the last one counts.
create table hold (
    seq bigint not null,
    subject text not null,
    subject_seq bigint not null,
    held boolean not null,
    primary key (seq)
);

-- A need. Who has it, where, and of which group can be erased without touching the books.
create table request (
    seq bigint not null,
    category text not null,
    urgency text not null,
    asked_minor bigint not null,
    found_minor bigint,
    received_on date not null,
    due_at timestamptz,
    payee_kind text not null,
    identities_checked boolean not null,
    every_months bigint,
    until_on date,
    next_on date,
    parent_seq bigint,
    import_seq bigint,
    state text not null,
    recipient uuid,
    target_group text,
    municipality text,
    payee uuid,
    signs text,
    fingerprint bytea,
    salt bytea,
    commitment bytea not null,
    version bigint not null,
    primary key (seq)
);

-- A person doing something for a request.
create table request_step (
    seq bigint not null,
    request_seq bigint not null,
    person_id uuid not null,
    step text not null,
    reason text,
    primary key (seq)
);

-- A paper of a request. What it says is kept in the vault; here is what it is and a commitment to its bytes.
create table evidence (
    seq bigint not null,
    line bigint not null,
    request_seq bigint not null,
    kind text not null,
    number text,
    dated_on date,
    amount_minor bigint,
    media_type text not null,
    size_bytes bigint not null,
    content bytea not null,
    primary key (seq, line)
);

-- Other aid that this request looks like: seen, or allowed by a second person.
create table match_found (
    seq bigint not null,
    line bigint not null,
    request_seq bigint not null,
    recipient_seq bigint not null,
    other_seq bigint not null,
    aid_seq bigint not null,
    how text not null,
    level text not null,
    until_on date not null,
    allowed_by uuid,
    reason text,
    primary key (seq, line)
);

-- Two recipients whom somebody looked at and found to be two people; the lower number first.
create table pair_judged (
    seq bigint not null,
    one_seq bigint not null,
    other_seq bigint not null,
    person_id uuid not null,
    reason text not null,
    primary key (seq)
);

-- One payment for one request. Nothing of it changes after the proposal but its state.
create table payout (
    seq bigint not null,
    request_seq bigint not null,
    fund_seq bigint not null,
    category text not null,
    method text not null,
    amount_minor bigint not null, -- deni, with the tax
    tax_basis text not null,
    tax_minor bigint not null, -- deni
    item text,
    item_quantity bigint,
    proposed_on date not null,
    chosen_why text,
    approvals_needed bigint not null,
    digest bytea not null,
    state text not null,
    obligation_account text,
    obligation_seq bigint,
    payment_seq bigint,
    tax_account text,
    tax_list_number text,
    tax_paid_seq bigint,
    expires_on date,
    review_due_at timestamptz,
    reviewed_seq bigint,
    review_finding text,
    returned_quantity bigint not null,
    returned_minor bigint not null,
    retry_of bigint,
    released_on date,
    batch_seq bigint,
    list_seq bigint,
    changed_seq bigint,
    payee_seen bigint,
    payee uuid,
    salt bytea,
    commitment bytea not null,
    version bigint not null,
    primary key (seq)
);

-- A lot that the proposal draws on, and how much of it.
create table payout_lot (
    seq bigint not null,
    line bigint not null,
    lot_seq bigint not null,
    lot_line bigint not null,
    quantity_minor bigint not null,
    value_minor bigint not null,
    primary key (seq, line)
);

-- A person doing one thing for one payout; the database holds one row per payout and person.
create table duty (
    seq bigint not null,
    payout_seq bigint not null,
    person_id uuid not null,
    duty text not null,
    conflict boolean not null,
    payout_digest bytea not null,
    primary key (payout_seq, person_id)
);

create table payout_event (
    seq bigint not null,
    payout_seq bigint not null,
    state text not null,
    effective_on date not null,
    reason text,
    primary key (seq)
);

-- The paper by which the receiver says that help arrived; a scan is vouched for by its commitment.
create table confirmation (
    seq bigint not null,
    payout_seq bigint not null,
    document_kind text not null,
    document_number text not null,
    document_on date not null,
    attachment bytea,
    primary key (seq)
);

-- Goods handed to people unnamed. Who recorded it and who was there too stand in the decision behind it.
create table hand_out (
    seq bigint not null,
    fund_seq bigint not null,
    category text not null,
    item text not null,
    item_quantity bigint not null,
    people bigint not null,
    target_group text not null,
    municipality text not null,
    given_on date not null,
    primary key (seq)
);

-- Money given to one of the staff ahead, until receipts and what comes back make it good.
create table advance (
    seq bigint not null,
    person_id uuid not null,
    fund_seq bigint not null,
    account text not null,
    amount_minor bigint not null,
    given_on date not null,
    due_on date not null,
    settled_minor bigint not null,
    returned_minor bigint not null,
    version bigint not null,
    primary key (seq)
);

-- The register of fixed assets: what lasts, the entry that has its cost, and what was charged of it so far.
create table asset (
    seq bigint not null,
    name text not null,
    entry_seq bigint not null,
    account text not null,
    fund_seq bigint not null,
    cost_minor bigint not null,
    in_use_on date not null,
    rate_bp bigint not null,
    depreciated_minor bigint not null,
    depreciated_through bigint not null,
    left_on date,
    version bigint not null,
    primary key (seq)
);

-- What one act charged of one asset, through a month (yyyymm).
create table depreciation (
    seq bigint not null,
    line bigint not null,
    asset_seq bigint not null,
    through bigint not null,
    minor bigint not null,
    primary key (seq, line)
);

-- What the law or the board warns of in an act, and whether who did it said so knowingly.
create table warning (
    seq bigint not null,
    line bigint not null,
    payout_seq bigint not null,
    code text not null,
    law_name text not null,
    law_value text not null,
    verified boolean not null,
    acknowledged boolean not null,
    primary key (seq, line)
);

-- Payouts let go in one session, by declared count and total.
create table batch (
    seq bigint not null,
    item_count bigint not null,
    total_minor bigint not null,
    primary key (seq)
);

-- Payment orders handed to the bank in one file.
create table payment_list (
    seq bigint not null,
    account text not null,
    value_on date not null,
    item_count bigint not null,
    total_minor bigint not null,
    instead_of bigint,
    primary key (seq)
);

-- Reservations given back because their time had run out, all at once.
create table expiry (
    seq bigint not null,
    payouts bigint not null,
    primary key (seq)
);

-- A lot reserved for, spent on, or given back from a payout or an entry.
create table allocation (
    seq bigint not null,
    line bigint not null,
    event text not null,
    lot_seq bigint not null,
    lot_line bigint not null,
    payout_seq bigint,
    quantity_minor bigint not null,
    value_minor bigint not null,
    primary key (seq, line)
);

-- What the bank took beyond the lots of a fund (positive), or later income made good (negative).
create table overdraft (
    seq bigint not null,
    line bigint not null,
    fund_seq bigint not null,
    amount_minor bigint not null,
    primary key (seq, line)
);

create index trace_sum_agreement on trace_sum (agreement_seq);
create unique index idempotency_key on idempotency (key_hash);
create unique index person_login on person (login);
create unique index token_hash on token (hash);
create unique index fund_code on fund (code);
create unique index entry_number on entry (year, number);
create index entry_booked on entry (booked_on, seq);
create index entry_opening on entry (booked_on, seq) where kind = 'opening';
create index entry_of_year on entry (booked_on, seq) where kind in ('closing', 'reopening');
create index entry_payout on entry (payout_seq) where payout_seq is not null;
create index depreciation_asset on depreciation (asset_seq);
create index entry_settled on entry (document_number) where kind = 'advance_settlement';
create index posting_account on posting (account, booked_on, seq, line, fund_seq, amount_minor);
create unique index reversal_once on reversal (reversed_seq);
create unique index cash_voucher_number on cash_voucher (direction, year, number);
create index income_received on income (received_on, seq);
create index income_source on income (source_seq, received_on, seq);
create index income_agreement on income (agreement_seq) where agreement_seq is not null;
create index income_import on income (import_seq) where import_seq is not null;
create index income_fingerprint on income (fingerprint) where fingerprint is not null;
create index income_unclear on income (seq) where kind = 'unclear';
create index income_explains on income (explains_seq) where explains_seq is not null;
create unique index income_receipt on income (receipt_year, receipt_number) where receipt_number is not null;
create index lot_open on lot (fund_seq, received_on, seq, line) where left_quantity_minor > 0;
create index lot_income on lot (income_seq) where income_seq is not null;
create index allocation_lot on allocation (lot_seq, lot_line);
create index allocation_payout on allocation (payout_seq) where payout_seq is not null;
create unique index duty_act on duty (seq);
create index payout_request on payout (request_seq);
create index payout_state on payout (state, seq);
create index payout_event_payout on payout_event (payout_seq, seq);
create index confirmation_payout on confirmation (payout_seq);
create index warning_payout on warning (payout_seq);
create index payout_batch on payout (batch_seq) where batch_seq is not null;
create index payout_list on payout (list_seq) where list_seq is not null;
create index payout_cash on payout (released_on, state, amount_minor) where method = 'cash';
create index payout_expires on payout (expires_on, seq) where state = 'approved';
create index request_state on request (state, seq);
create index request_recipient on request (recipient) where recipient is not null;
create unique index identity_of on identity (subject, subject_seq, identity_version);
create index reveal_day on reveal (revealed_on, person_id);
create index reveal_subject on reveal (subject, subject_seq);
create unique index erasure_reference on erasure (reference);
create unique index erasure_of on erasure (subject, subject_seq);
create index hold_of on hold (subject, subject_seq);
create unique index payee_reference on payee (reference) where reference is not null;
create index request_payee on request (payee) where payee is not null;
create index payout_payee on payout (payee) where payee is not null;
create unique index recipient_reference on recipient (reference) where reference is not null;
create index recipient_household on recipient (household) where household is not null;
create index recipient_case on recipient (case_mark) where case_mark is not null;
create index recipient_household_mark on recipient (household_mark) where household_mark is not null;
create index request_import on request (import_seq) where import_seq is not null;
create index request_fingerprint on request (fingerprint) where fingerprint is not null;
create index payout_review on payout (review_due_at) where review_due_at is not null and reviewed_seq is null;
create index payout_fund on payout (fund_seq, state);
create index request_next on request (next_on) where next_on is not null;
create index request_due on request (due_at) where due_at is not null;
create index request_step_request on request_step (request_seq, seq);
create index evidence_request on evidence (request_seq, seq);
create index evidence_content on evidence (content);
create index match_found_request on match_found (request_seq, seq);
create index pair_judged_one on pair_judged (one_seq);
create index pair_judged_other on pair_judged (other_seq);
create unique index import_undo_once on import_undo (import_seq);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'append-only: % rows are never changed or deleted', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create function refuse_going_back() returns trigger language plpgsql as $$
begin
    if new.version < old.version then
        raise exception 'append-only: % rows never go back', tg_table_name using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger idempotency_is_kept_update before update on idempotency for each row execute function refuse_change();
create trigger idempotency_is_kept_delete before delete on idempotency for each row execute function refuse_change();
create trigger idempotency_is_kept_truncate before truncate on idempotency for each statement execute function refuse_change();
create trigger signing_key_is_kept_update before update on signing_key for each row execute function refuse_change();
create trigger signing_key_is_kept_delete before delete on signing_key for each row execute function refuse_change();
create trigger signing_key_is_kept_truncate before truncate on signing_key for each statement execute function refuse_change();
create trigger law_value_is_kept_update before update on law_value for each row execute function refuse_change();
create trigger law_value_is_kept_delete before delete on law_value for each row execute function refuse_change();
create trigger law_value_is_kept_truncate before truncate on law_value for each statement execute function refuse_change();
create trigger note_is_kept_update before update of seq, line, kind, commitment on note for each row execute function refuse_change();
create trigger note_is_kept_delete before delete on note for each row execute function refuse_change();
create trigger note_is_kept_truncate before truncate on note for each statement execute function refuse_change();
create trigger band_is_kept_update before update on band for each row execute function refuse_change();
create trigger band_is_kept_delete before delete on band for each row execute function refuse_change();
create trigger band_is_kept_truncate before truncate on band for each statement execute function refuse_change();
create trigger combination_is_kept_update before update on combination for each row execute function refuse_change();
create trigger combination_is_kept_delete before delete on combination for each row execute function refuse_change();
create trigger combination_is_kept_truncate before truncate on combination for each statement execute function refuse_change();
create trigger association_is_kept_update before update on association for each row execute function refuse_change();
create trigger association_is_kept_delete before delete on association for each row execute function refuse_change();
create trigger association_is_kept_truncate before truncate on association for each statement execute function refuse_change();
create trigger tax_rule_is_kept_update before update on tax_rule for each row execute function refuse_change();
create trigger tax_rule_is_kept_delete before delete on tax_rule for each row execute function refuse_change();
create trigger tax_rule_is_kept_truncate before truncate on tax_rule for each statement execute function refuse_change();
create trigger instalment_is_kept_update before update on instalment for each row execute function refuse_change();
create trigger instalment_is_kept_delete before delete on instalment for each row execute function refuse_change();
create trigger instalment_is_kept_truncate before truncate on instalment for each statement execute function refuse_change();
create trigger import_is_kept_update before update on import for each row execute function refuse_change();
create trigger import_is_kept_delete before delete on import for each row execute function refuse_change();
create trigger import_is_kept_truncate before truncate on import for each statement execute function refuse_change();
create trigger import_undo_is_kept_update before update on import_undo for each row execute function refuse_change();
create trigger import_undo_is_kept_delete before delete on import_undo for each row execute function refuse_change();
create trigger import_undo_is_kept_truncate before truncate on import_undo for each statement execute function refuse_change();
create trigger entry_is_kept_update before update on entry for each row execute function refuse_change();
create trigger entry_is_kept_delete before delete on entry for each row execute function refuse_change();
create trigger entry_is_kept_truncate before truncate on entry for each statement execute function refuse_change();
create trigger posting_is_kept_update before update on posting for each row execute function refuse_change();
create trigger posting_is_kept_delete before delete on posting for each row execute function refuse_change();
create trigger posting_is_kept_truncate before truncate on posting for each statement execute function refuse_change();
create trigger reversal_is_kept_update before update on reversal for each row execute function refuse_change();
create trigger reversal_is_kept_delete before delete on reversal for each row execute function refuse_change();
create trigger reversal_is_kept_truncate before truncate on reversal for each statement execute function refuse_change();
create trigger cash_voucher_is_kept_update before update on cash_voucher for each row execute function refuse_change();
create trigger cash_voucher_is_kept_delete before delete on cash_voucher for each row execute function refuse_change();
create trigger cash_voucher_is_kept_truncate before truncate on cash_voucher for each statement execute function refuse_change();
create trigger income_is_kept_update before update on income for each row execute function refuse_change();
create trigger income_is_kept_delete before delete on income for each row execute function refuse_change();
create trigger income_is_kept_truncate before truncate on income for each statement execute function refuse_change();
create trigger lot_is_kept_update before update of seq, line, fund_seq, income_seq, parent_seq, parent_line, agreement_seq, source_seq, kind, currency, item, unit, quantity_minor, value_minor, received_on, deferred_account, income_account, stock_account, restriction on lot for each row execute function refuse_change();
create trigger lot_is_kept_delete before delete on lot for each row execute function refuse_change();
create trigger lot_is_kept_truncate before truncate on lot for each statement execute function refuse_change();
create trigger request_step_is_kept_update before update on request_step for each row execute function refuse_change();
create trigger request_step_is_kept_delete before delete on request_step for each row execute function refuse_change();
create trigger request_step_is_kept_truncate before truncate on request_step for each statement execute function refuse_change();
create trigger evidence_is_kept_update before update on evidence for each row execute function refuse_change();
create trigger evidence_is_kept_delete before delete on evidence for each row execute function refuse_change();
create trigger evidence_is_kept_truncate before truncate on evidence for each statement execute function refuse_change();
create trigger match_found_is_kept_update before update on match_found for each row execute function refuse_change();
create trigger match_found_is_kept_delete before delete on match_found for each row execute function refuse_change();
create trigger match_found_is_kept_truncate before truncate on match_found for each statement execute function refuse_change();
create trigger pair_judged_is_kept_update before update on pair_judged for each row execute function refuse_change();
create trigger pair_judged_is_kept_delete before delete on pair_judged for each row execute function refuse_change();
create trigger pair_judged_is_kept_truncate before truncate on pair_judged for each statement execute function refuse_change();
create trigger payout_lot_is_kept_update before update on payout_lot for each row execute function refuse_change();
create trigger payout_lot_is_kept_delete before delete on payout_lot for each row execute function refuse_change();
create trigger payout_lot_is_kept_truncate before truncate on payout_lot for each statement execute function refuse_change();
create trigger duty_is_kept_update before update on duty for each row execute function refuse_change();
create trigger duty_is_kept_delete before delete on duty for each row execute function refuse_change();
create trigger duty_is_kept_truncate before truncate on duty for each statement execute function refuse_change();
create trigger payout_event_is_kept_update before update on payout_event for each row execute function refuse_change();
create trigger payout_event_is_kept_delete before delete on payout_event for each row execute function refuse_change();
create trigger payout_event_is_kept_truncate before truncate on payout_event for each statement execute function refuse_change();
create trigger confirmation_is_kept_update before update on confirmation for each row execute function refuse_change();
create trigger confirmation_is_kept_delete before delete on confirmation for each row execute function refuse_change();
create trigger confirmation_is_kept_truncate before truncate on confirmation for each statement execute function refuse_change();
create trigger hand_out_is_kept_update before update on hand_out for each row execute function refuse_change();
create trigger hand_out_is_kept_delete before delete on hand_out for each row execute function refuse_change();
create trigger hand_out_is_kept_truncate before truncate on hand_out for each statement execute function refuse_change();
create trigger warning_is_kept_update before update on warning for each row execute function refuse_change();
create trigger warning_is_kept_delete before delete on warning for each row execute function refuse_change();
create trigger warning_is_kept_truncate before truncate on warning for each statement execute function refuse_change();
create trigger batch_is_kept_update before update on batch for each row execute function refuse_change();
create trigger batch_is_kept_delete before delete on batch for each row execute function refuse_change();
create trigger batch_is_kept_truncate before truncate on batch for each statement execute function refuse_change();
create trigger payment_list_is_kept_update before update on payment_list for each row execute function refuse_change();
create trigger payment_list_is_kept_delete before delete on payment_list for each row execute function refuse_change();
create trigger payment_list_is_kept_truncate before truncate on payment_list for each statement execute function refuse_change();
create trigger expiry_is_kept_update before update on expiry for each row execute function refuse_change();
create trigger expiry_is_kept_delete before delete on expiry for each row execute function refuse_change();
create trigger expiry_is_kept_truncate before truncate on expiry for each statement execute function refuse_change();
create trigger inventory_is_kept_update before update on inventory for each row execute function refuse_change();
create trigger inventory_is_kept_delete before delete on inventory for each row execute function refuse_change();
create trigger inventory_is_kept_truncate before truncate on inventory for each statement execute function refuse_change();
create trigger inventory_line_is_kept_update before update on inventory_line for each row execute function refuse_change();
create trigger inventory_line_is_kept_delete before delete on inventory_line for each row execute function refuse_change();
create trigger inventory_line_is_kept_truncate before truncate on inventory_line for each statement execute function refuse_change();
create trigger issued_is_kept_update before update on issued for each row execute function refuse_change();
create trigger issued_is_kept_delete before delete on issued for each row execute function refuse_change();
create trigger issued_is_kept_truncate before truncate on issued for each statement execute function refuse_change();
create trigger issued_file_is_kept_update before update on issued_file for each row execute function refuse_change();
create trigger issued_file_is_kept_delete before delete on issued_file for each row execute function refuse_change();
create trigger issued_file_is_kept_truncate before truncate on issued_file for each statement execute function refuse_change();
create trigger allocation_is_kept_update before update on allocation for each row execute function refuse_change();
create trigger allocation_is_kept_delete before delete on allocation for each row execute function refuse_change();
create trigger allocation_is_kept_truncate before truncate on allocation for each statement execute function refuse_change();
create trigger overdraft_is_kept_update before update on overdraft for each row execute function refuse_change();
create trigger overdraft_is_kept_delete before delete on overdraft for each row execute function refuse_change();
create trigger overdraft_is_kept_truncate before truncate on overdraft for each statement execute function refuse_change();
create trigger depreciation_is_kept_update before update on depreciation for each row execute function refuse_change();
create trigger depreciation_is_kept_delete before delete on depreciation for each row execute function refuse_change();
create trigger depreciation_is_kept_truncate before truncate on depreciation for each statement execute function refuse_change();
create trigger identity_is_kept_update before update on identity for each row execute function refuse_change();
create trigger identity_is_kept_delete before delete on identity for each row execute function refuse_change();
create trigger identity_is_kept_truncate before truncate on identity for each statement execute function refuse_change();
create trigger reveal_is_kept_update before update on reveal for each row execute function refuse_change();
create trigger reveal_is_kept_delete before delete on reveal for each row execute function refuse_change();
create trigger reveal_is_kept_truncate before truncate on reveal for each statement execute function refuse_change();
create trigger erasure_is_kept_update before update on erasure for each row execute function refuse_change();
create trigger erasure_is_kept_delete before delete on erasure for each row execute function refuse_change();
create trigger erasure_is_kept_truncate before truncate on erasure for each statement execute function refuse_change();
create trigger hold_is_kept_update before update on hold for each row execute function refuse_change();
create trigger hold_is_kept_delete before delete on hold for each row execute function refuse_change();
create trigger hold_is_kept_truncate before truncate on hold for each statement execute function refuse_change();
create trigger leaf_is_kept_update before update on leaf for each row execute function refuse_change();
create trigger leaf_is_kept_delete before delete on leaf for each row execute function refuse_change();
create trigger leaf_is_kept_truncate before truncate on leaf for each statement execute function refuse_change();
create trigger checkpoint_is_kept_update before update on checkpoint for each row execute function refuse_change();
create trigger checkpoint_is_kept_delete before delete on checkpoint for each row execute function refuse_change();
create trigger checkpoint_is_kept_truncate before truncate on checkpoint for each statement execute function refuse_change();
create trigger note_is_only_erased before update of body, salt on note for each row
when (new.body is not null or new.salt is not null) execute function refuse_change();
create trigger books_is_kept_delete before delete on books for each row execute function refuse_change();
create trigger books_is_kept_truncate before truncate on books for each statement execute function refuse_change();
create trigger books_moves_on before update on books for each row execute function refuse_going_back();
create trigger decision_is_kept_delete before delete on decision for each row execute function refuse_change();
create trigger decision_is_kept_truncate before truncate on decision for each statement execute function refuse_change();
create trigger decision_moves_on before update on decision for each row execute function refuse_going_back();
create trigger period_is_kept_delete before delete on period for each row execute function refuse_change();
create trigger period_is_kept_truncate before truncate on period for each statement execute function refuse_change();
create trigger period_moves_on before update on period for each row execute function refuse_going_back();
create trigger fiscal_year_is_kept_delete before delete on fiscal_year for each row execute function refuse_change();
create trigger fiscal_year_is_kept_truncate before truncate on fiscal_year for each statement execute function refuse_change();
create trigger fiscal_year_moves_on before update on fiscal_year for each row execute function refuse_going_back();
create trigger person_is_kept_delete before delete on person for each row execute function refuse_change();
create trigger person_is_kept_truncate before truncate on person for each statement execute function refuse_change();
create trigger person_moves_on before update on person for each row execute function refuse_going_back();
create trigger role_grant_is_kept_delete before delete on role_grant for each row execute function refuse_change();
create trigger role_grant_is_kept_truncate before truncate on role_grant for each statement execute function refuse_change();
create trigger role_grant_moves_on before update on role_grant for each row execute function refuse_going_back();
create trigger token_is_kept_delete before delete on token for each row execute function refuse_change();
create trigger token_is_kept_truncate before truncate on token for each statement execute function refuse_change();
create trigger token_moves_on before update on token for each row execute function refuse_going_back();
create trigger account_is_kept_delete before delete on account for each row execute function refuse_change();
create trigger account_is_kept_truncate before truncate on account for each statement execute function refuse_change();
create trigger account_moves_on before update on account for each row execute function refuse_going_back();
create trigger posting_rule_is_kept_delete before delete on posting_rule for each row execute function refuse_change();
create trigger posting_rule_is_kept_truncate before truncate on posting_rule for each statement execute function refuse_change();
create trigger posting_rule_moves_on before update on posting_rule for each row execute function refuse_going_back();
create trigger fund_is_kept_delete before delete on fund for each row execute function refuse_change();
create trigger fund_is_kept_truncate before truncate on fund for each statement execute function refuse_change();
create trigger fund_moves_on before update on fund for each row execute function refuse_going_back();
create trigger source_is_kept_delete before delete on source for each row execute function refuse_change();
create trigger source_is_kept_truncate before truncate on source for each statement execute function refuse_change();
create trigger source_moves_on before update on source for each row execute function refuse_going_back();
create trigger member_is_kept_delete before delete on member for each row execute function refuse_change();
create trigger member_is_kept_truncate before truncate on member for each statement execute function refuse_change();
create trigger member_moves_on before update on member for each row execute function refuse_going_back();
create trigger travel_order_is_kept_delete before delete on travel_order for each row execute function refuse_change();
create trigger travel_order_is_kept_truncate before truncate on travel_order for each statement execute function refuse_change();
create trigger travel_order_is_kept_update before update on travel_order for each row execute function refuse_change();
create trigger travel_step_is_kept_update before update on travel_step for each row execute function refuse_change();
create trigger travel_step_is_kept_delete before delete on travel_step for each row execute function refuse_change();
create trigger travel_step_is_kept_truncate before truncate on travel_step for each statement execute function refuse_change();
create trigger travel_cost_is_kept_update before update on travel_cost for each row execute function refuse_change();
create trigger travel_cost_is_kept_delete before delete on travel_cost for each row execute function refuse_change();
create trigger travel_cost_is_kept_truncate before truncate on travel_cost for each statement execute function refuse_change();
create trigger agreement_is_kept_delete before delete on agreement for each row execute function refuse_change();
create trigger agreement_is_kept_truncate before truncate on agreement for each statement execute function refuse_change();
create trigger agreement_moves_on before update on agreement for each row execute function refuse_going_back();
create trigger payee_is_kept_delete before delete on payee for each row execute function refuse_change();
create trigger payee_is_kept_truncate before truncate on payee for each statement execute function refuse_change();
create trigger payee_moves_on before update on payee for each row execute function refuse_going_back();
create trigger recipient_is_kept_delete before delete on recipient for each row execute function refuse_change();
create trigger recipient_is_kept_truncate before truncate on recipient for each statement execute function refuse_change();
create trigger recipient_moves_on before update on recipient for each row execute function refuse_going_back();
create trigger request_is_kept_delete before delete on request for each row execute function refuse_change();
create trigger request_is_kept_truncate before truncate on request for each statement execute function refuse_change();
create trigger request_moves_on before update on request for each row execute function refuse_going_back();
create trigger advance_is_kept_delete before delete on advance for each row execute function refuse_change();
create trigger advance_is_kept_truncate before truncate on advance for each statement execute function refuse_change();
create trigger advance_moves_on before update on advance for each row execute function refuse_going_back();
create trigger asset_is_kept_delete before delete on asset for each row execute function refuse_change();
create trigger asset_is_kept_truncate before truncate on asset for each statement execute function refuse_change();
create trigger asset_moves_on before update on asset for each row execute function refuse_going_back();
create trigger payout_is_kept_delete before delete on payout for each row execute function refuse_change();
create trigger payout_is_kept_truncate before truncate on payout for each statement execute function refuse_change();
create trigger payout_moves_on before update on payout for each row execute function refuse_going_back();
-- The entries of a statement are written after their postings and seal them, all at once.
create function check_entries() returns trigger language plpgsql
-- Without statistics the planner would read every posting there is.
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
    if exists (
        select 1 from posting join sealed on sealed.seq = posting.seq
        group by posting.seq, posting.fund_seq having sum(posting.amount_minor) <> 0
    ) or exists (
        select 1 from sealed where (select count(*) from posting where posting.seq = sealed.seq) < 2
    ) then
        raise exception 'unbalanced: debits and credits differ' using errcode = 'integrity_constraint_violation';
    end if;
    if exists (
        select 1 from sealed join period
            on period.month = extract(year from sealed.booked_on) * 100 + extract(month from sealed.booked_on)
        -- Only the closing of a whole year, and its taking back, stand in a month that is closed.
        where period.state = 'closed' and sealed.kind not in ('closing', 'reopening')
    ) then
        raise exception 'period-closed: the month is closed' using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;
create trigger entry_balances after insert on entry
referencing new table as sealed for each statement execute function check_entries();
create function check_sealed() returns trigger language plpgsql
set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
begin
    if exists (select 1 from entry join added on added.seq = entry.seq) then
        raise exception 'append-only: the entry is sealed' using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;
create trigger posting_before_entry after insert on posting
referencing new table as added for each statement execute function check_sealed();

insert into head (id, size, frontier, recorded_at, reference_seq) values (1, 0, '\x0000000000000000', null, 0);
