-- The books, from the first day: tables, what makes them quick to read, and what keeps them from being rewritten.
-- Its twin for PostgreSQL has the same tables and columns; a test compares the two.

-- The head of the log: how many leaves there are, the right edge of their tree, and the last time recorded.
create table head (
    id integer not null check (id = 1),
    size integer not null,
    frontier blob not null,
    recorded_at text,
    -- The last leaf that changed reference data: who has read that much needs to read none of it again.
    reference_seq integer not null,
    primary key (id)
) strict;

-- The log itself: one envelope per act, with the payload its hash covers.
create table leaf (
    seq integer not null,
    recorded_at text not null,
    actor_id blob not null,
    kind text not null,
    kind_version integer not null,
    salt blob not null,
    payload blob not null,
    hash blob not null,
    primary key (seq)
) strict;

-- Signed notes over the log, oldest first.
create table checkpoint (
    size integer not null,
    note text not null,
    primary key (size)
) strict;

-- Movement by month, account, fund and currency: derived from postings in the same transaction.
create table balance_month (
    month integer not null,
    account text not null,
    fund_seq integer not null,
    currency text not null,
    amount_minor integer not null,
    quantity_minor integer not null,
    debit_minor integer not null,
    primary key (month, account, fund_seq, currency)
) strict, without rowid;

-- Balance at the end of each closed month, dense: one row for whatever is not zero.
create table balance_closed (
    month integer not null,
    account text not null,
    fund_seq integer not null,
    currency text not null,
    amount_minor integer not null,
    quantity_minor integer not null,
    primary key (month, account, fund_seq, currency)
) strict, without rowid;

-- Movement of each cash desk by day: the desk is never negative on any day.
create table cash_day (
    account text not null,
    day text not null check (date(day) = day),
    amount_minor integer not null,
    primary key (account, day)
) strict, without rowid;

-- What became of the money of each fund and agreement, by event, each time broken down along one axis: sums name nobody and
-- stay when a request is erased.
create table trace_sum (
    fund_seq integer not null,
    agreement_seq integer not null, -- 0 where there is none
    axis text not null,
    part text not null, -- empty where the axis says nothing: a cost has no category
    event text not null,
    value_minor integer not null,
    primary key (fund_seq, agreement_seq, axis, part, event)
) strict, without rowid;

-- The last number given in each gapless yearly series.
create table series (
    name text not null,
    year integer not null,
    last integer not null,
    primary key (name, year)
) strict, without rowid;

-- An answered request: the same key with the same digest is answered again, not done again.
create table idempotency (
    seq integer not null,
    key_hash blob not null,
    digest blob not null,
    primary key (seq)
) strict, without rowid;

-- The one row that says whose books these are.
create table books (
    id integer not null,
    uid blob not null,
    name text not null,
    currency text not null,
    time_zone text not null,
    origin text not null,
    demo integer not null check (demo in (0, 1)),
    law text not null,
    opened_at text not null,
    seq integer not null,
    version integer not null,
    primary key (id)
) strict;

-- Whose books these are, as offices ask, from a day on.
create table association (
    seq integer not null,
    valid_from text not null check (date(valid_from) = valid_from),
    name text not null,
    seat text not null,
    register_number text,
    tax_number text,
    activity text,
    phone text,
    email text,
    representative text,
    primary key (seq)
) strict;

-- The public half of a key that signs checkpoints.
create table signing_key (
    seq integer not null,
    name text not null,
    public_key blob not null,
    primary key (seq)
) strict;

-- A dated figure that the legislature or the board may change.
create table law_value (
    seq integer not null,
    line integer not null,
    name text not null,
    value text not null,
    unit text not null,
    valid_from text not null check (date(valid_from) = valid_from),
    valid_to text check (date(valid_to) = valid_to),
    source text not null,
    verified integer not null check (verified in (0, 1)),
    primary key (seq, line)
) strict;

-- Typed text about an act: erasable, vouched for by its commitment.
create table note (
    seq integer not null,
    line integer not null,
    kind text not null,
    body text,
    salt blob,
    commitment blob not null,
    primary key (seq, line)
) strict;

-- Something that takes two persons: proposed by one, confirmed by another.
create table decision (
    seq integer not null,
    kind text not null,
    act text not null,
    proposed_by blob not null,
    decided_by blob,
    decided_seq integer,
    state text not null,
    version integer not null,
    primary key (seq)
) strict;

-- A month that has been closed, and perhaps opened again.
create table period (
    month integer not null,
    state text not null,
    seq integer not null,
    version integer not null,
    primary key (month)
) strict;

-- A year that has been closed, and perhaps opened again.
create table fiscal_year (
    year integer not null,
    state text not null,
    entry_seq integer,
    inventory_seq integer,
    seq integer not null,
    version integer not null,
    primary key (year)
) strict;

-- A count of what there was on the last day of a year. The last one of a year counts.
create table inventory (
    seq integer not null,
    year integer not null,
    primary key (seq)
) strict;

-- One account as it was found, in its own currency and on the side on which it grows.
create table inventory_line (
    seq integer not null,
    line integer not null,
    account text not null,
    fund_seq integer,
    currency text not null,
    booked_minor integer not null,
    counted_minor integer not null,
    primary key (seq, line)
) strict;

-- A paper of a closed year as it was issued.
create table issued (
    seq integer not null,
    line integer not null,
    year integer not null,
    document text not null,
    language text not null,
    face text not null,
    hash blob not null,
    size_bytes integer not null,
    as_of_seq integer not null,
    closed_seq integer not null,
    primary key (seq, line)
) strict;

-- The bytes of an issued paper; its hash is in the leaf.
create table issued_file (
    seq integer not null,
    line integer not null,
    content blob not null,
    primary key (seq, line)
) strict;

-- A member of the staff or board; one account per person.
create table person (
    id blob not null,
    login text not null,
    name text not null,
    state text not null,
    seq integer not null,
    version integer not null,
    primary key (id)
) strict;

-- A role given to a person by two administrators.
create table role_grant (
    seq integer not null,
    person_id blob not null,
    role text not null,
    granted_at text not null,
    from_at text not null,
    until_at text,
    stands_in_for blob,
    revoked_seq integer,
    version integer not null,
    primary key (seq)
) strict;

-- A bearer token, of which only the hash is kept.
create table token (
    seq integer not null,
    person_id blob not null,
    role text not null,
    label text not null,
    hash blob not null,
    expires_at text not null,
    revoked_seq integer,
    version integer not null,
    primary key (seq)
) strict;

create table account (
    code text not null,
    parent text,
    kind text not null,
    role text not null,
    currency text,
    number text,
    pool integer not null check (pool in (0, 1)),
    guarded integer not null check (guarded in (0, 1)),
    name_mk text not null,
    name_en text not null,
    name_sq text not null,
    active integer not null check (active in (0, 1)),
    seq integer not null,
    version integer not null,
    primary key (code)
) strict;

-- One line of the posting scheme: the account that an event books, from a day on.
create table posting_rule (
    event text not null,
    valid_from text not null check (date(valid_from) = valid_from),
    account text not null,
    source text not null,
    verified integer not null check (verified in (0, 1)),
    seq integer not null,
    version integer not null,
    primary key (event, valid_from)
) strict;

-- How many approvers a payout up to an amount takes, from a day on.
create table band (
    seq integer not null,
    line integer not null,
    valid_from text not null check (date(valid_from) = valid_from),
    up_to_minor integer,
    approvals integer not null,
    source text not null,
    verified integer not null check (verified in (0, 1)),
    primary key (seq, line)
) strict;

-- Whether two kinds of aid go together. Absent stands for every category; all of one act make one table.
create table combination (
    seq integer not null,
    line integer not null,
    valid_from text not null check (date(valid_from) = valid_from),
    one text,
    other text,
    window_days integer not null,
    level text not null,
    source text not null,
    verified integer not null check (verified in (0, 1)),
    primary key (seq, line)
) strict;

-- What a ground of taxing aid, or not, means from a day on, and the papers that show it.
create table tax_rule (
    seq integer not null,
    line integer not null,
    valid_from text not null check (date(valid_from) = valid_from),
    basis text not null,
    article text,
    taxable integer not null check (taxable in (0, 1)),
    evidence text,
    name_mk text not null,
    name_en text not null,
    name_sq text not null,
    source text not null,
    verified integer not null check (verified in (0, 1)),
    primary key (seq, line)
) strict;

-- A self-balancing pool of money, for one purpose or free.
create table fund (
    seq integer not null,
    code text not null,
    name text not null,
    restricted integer not null check (restricted in (0, 1)),
    state text not null,
    opened_on text not null check (date(opened_on) = opened_on),
    closed_on text check (date(closed_on) = closed_on),
    version integer not null,
    overdrawn_minor integer not null check (0 <= overdrawn_minor),
    primary key (seq)
) strict;

-- Who gives. Organisations by name; of natural persons only the reference is logged.
create table source (
    seq integer not null,
    kind text not null,
    name text not null,
    identifier text,
    country text,
    active integer not null check (active in (0, 1)),
    version integer not null,
    reference blob,
    private_name text,
    salt blob,
    commitment blob,
    primary key (seq)
) strict;

-- Somebody's membership in the association: the register that the law wants. Who it is, is what the source says.
create table member (
    seq integer not null,
    source_seq integer not null,
    joined_on text not null check (date(joined_on) = joined_on),
    left_on text check (date(left_on) = left_on),
    version integer not null,
    primary key (seq)
) strict;

-- A travel order: who goes where and why, numbered by year without gaps.
create table travel_order (
    seq integer not null,
    year integer not null,
    number integer not null,
    person_id blob not null,
    from_on text not null check (date(from_on) = from_on),
    to_on text not null check (date(to_on) = to_on),
    place text not null,
    purpose text not null,
    means text not null,
    per_diem_minor integer not null,
    advance_seq integer,
    primary key (seq)
) strict;

-- That a journey was settled or called off.
create table travel_step (
    seq integer not null,
    order_seq integer not null,
    state text not null,
    why text,
    primary key (seq)
) strict;

-- An entry that booked a cost of a journey.
create table travel_cost (
    seq integer not null,
    line integer not null,
    order_seq integer not null,
    entry_seq integer not null unique,
    amount_minor integer not null,
    primary key (seq, line)
) strict;

-- The paper under which a source gives.
create table agreement (
    seq integer not null,
    source_seq integer not null,
    fund_seq integer not null,
    kind text not null,
    number text not null,
    signed_on text not null check (date(signed_on) = signed_on),
    currency text not null,
    promised_minor integer not null,
    valid_from text not null check (date(valid_from) = valid_from),
    valid_to text not null check (date(valid_to) = valid_to),
    report_due_on text check (date(report_due_on) = report_due_on),
    unspent text not null,
    booked_as text not null,
    restriction text,
    state text not null,
    version integer not null,
    received_minor integer not null,
    primary key (seq)
) strict;

create table instalment (
    seq integer not null,
    line integer not null,
    due_on text not null check (date(due_on) = due_on),
    amount_minor integer not null,
    primary key (seq, line)
) strict;

-- A file of incomes taken in as a whole.
create table import (
    seq integer not null,
    kind text not null,
    profile text not null,
    file_hash blob not null,
    rows_read integer not null,
    rows_new integer not null,
    rows_known integer not null,
    excluded text not null,
    currency text not null,
    total_minor integer not null,
    primary key (seq)
) strict;

create table import_undo (
    seq integer not null,
    import_seq integer not null,
    rows_undone integer not null,
    primary key (seq)
) strict;

-- A business event in the books. An act makes at most one entry, so `seq` is its key too.
create table entry (
    seq integer not null,
    year integer not null,
    number integer not null,
    booked_on text not null check (date(booked_on) = booked_on),
    kind text not null,
    document_kind text,
    document_number text,
    document_on text check (date(document_on) = document_on),
    document_issuer text,
    no_document text,
    payout_seq integer,
    advance_seq integer,
    primary key (seq)
) strict;

-- One line of an entry. Debit is positive, credit negative.
create table posting (
    seq integer not null,
    line integer not null,
    account text not null,
    fund_seq integer not null,
    amount_minor integer not null, -- deni; debit > 0, credit < 0
    currency text not null,
    quantity_minor integer not null, -- in the account's currency, with the sign of the amount
    rate text,
    rate_on text check (date(rate_on) = rate_on),
    rate_source text,
    booked_on text not null check (date(booked_on) = booked_on),
    primary key (seq, line)
) strict, without rowid;

-- An entry taken back, once and for good.
create table reversal (
    seq integer not null,
    line integer not null,
    reversed_seq integer not null,
    reason text not null,
    primary key (seq, line)
) strict;

-- The number of a cash slip, from the gapless yearly series of its direction.
create table cash_voucher (
    seq integer not null,
    line integer not null,
    year integer not null,
    number integer not null,
    direction text not null,
    account text not null,
    amount_minor integer not null, -- deni; debit > 0, credit < 0
    primary key (seq, line)
) strict;

-- One receipt, in money or in kind.
create table income (
    seq integer not null,
    source_seq integer,
    agreement_seq integer,
    kind text not null,
    form text not null,
    fund_seq integer not null,
    received_on text not null check (date(received_on) = received_on),
    account text not null,
    currency text not null,
    quantity_minor integer not null, -- in the account's currency, with the sign of the amount
    value_minor integer not null,
    reference text,
    receipt_year integer,
    receipt_number integer,
    import_seq integer,
    fingerprint blob,
    explains_seq integer,
    primary key (seq)
) strict;

-- So much of one currency, or so many of one item at a value, from one income.
create table lot (
    seq integer not null,
    line integer not null,
    fund_seq integer not null,
    income_seq integer,
    parent_seq integer,
    parent_line integer,
    agreement_seq integer,
    source_seq integer,
    kind text not null,
    currency text not null,
    item text,
    unit text,
    quantity_minor integer not null, -- in the account's currency, with the sign of the amount
    value_minor integer not null,
    received_on text not null check (date(received_on) = received_on),
    deferred_account text,
    income_account text not null,
    stock_account text,
    restriction text,
    left_quantity_minor integer not null check (0 <= left_quantity_minor),
    left_value_minor integer not null check (0 <= left_value_minor),
    primary key (seq, line)
) strict, without rowid;

-- Someone we help. The log holds no more than a commitment.
create table recipient (
    seq integer not null,
    taken_by blob not null,
    taken_on text not null check (date(taken_on) = taken_on),
    reference blob,
    household blob,
    birth_year integer,
    case_mark blob,
    household_mark blob,
    salt blob,
    commitment blob not null,
    version integer not null,
    primary key (seq)
) strict;

-- Somebody who is paid for another: a landlord, a pharmacy, a company.
create table payee (
    seq integer not null,
    taken_by blob not null,
    taken_on text not null check (date(taken_on) = taken_on),
    reference blob,
    public_name text,
    register_number text,
    salt blob,
    commitment blob not null,
    version integer not null,
    primary key (seq)
) strict;

-- An identity taken in or changed: which version, and the vault's keyed commitment to it.
create table identity (
    seq integer not null,
    subject text not null,
    subject_seq integer not null,
    identity_version integer not null,
    sealed blob not null,
    overrode integer not null check (overrode in (0, 1)),
    pays integer not null check (pays in (0, 1)),
    primary key (seq)
) strict;

-- An identity shown: to whom, how much of it and what for.
create table reveal (
    seq integer not null,
    line integer not null,
    subject text not null,
    subject_seq integer not null,
    scope text not null,
    purpose text not null,
    payout_seq integer,
    evidence_seq integer,
    income_seq integer,
    person_id blob not null,
    revealed_on text not null check (date(revealed_on) = revealed_on),
    primary key (seq, line)
) strict;

-- Somebody erased. The reference stands here so that a vault restored from an old copy erases them again.
create table erasure (
    seq integer not null,
    line integer not null,
    subject text not null,
    subject_seq integer not null,
    reference blob not null,
    why text not null,
    primary key (seq, line)
) strict;

-- A reason in law to keep what is due to be erased, or its end; the last one counts.
create table hold (
    seq integer not null,
    subject text not null,
    subject_seq integer not null,
    held integer not null check (held in (0, 1)),
    primary key (seq)
) strict;

-- A need. Who has it, where, and of which group can be erased without touching the books.
create table request (
    seq integer not null,
    category text not null,
    urgency text not null,
    asked_minor integer not null,
    found_minor integer,
    received_on text not null check (date(received_on) = received_on),
    due_at text,
    payee_kind text not null,
    identities_checked integer not null check (identities_checked in (0, 1)),
    every_months integer,
    until_on text check (date(until_on) = until_on),
    next_on text check (date(next_on) = next_on),
    parent_seq integer,
    import_seq integer,
    state text not null,
    recipient blob,
    target_group text,
    municipality text,
    payee blob,
    signs text,
    fingerprint blob,
    salt blob,
    commitment blob not null,
    version integer not null,
    primary key (seq)
) strict;

-- A person doing something for a request.
create table request_step (
    seq integer not null,
    request_seq integer not null,
    person_id blob not null,
    step text not null,
    reason text,
    primary key (seq)
) strict;

-- A paper of a request. What it says is kept in the vault; here is what it is and a commitment to its bytes.
create table evidence (
    seq integer not null,
    line integer not null,
    request_seq integer not null,
    kind text not null,
    number text,
    dated_on text check (date(dated_on) = dated_on),
    amount_minor integer,
    media_type text not null,
    size_bytes integer not null,
    content blob not null,
    primary key (seq, line)
) strict;

-- Other aid that this request looks like: seen, or allowed by a second person.
create table match_found (
    seq integer not null,
    line integer not null,
    request_seq integer not null,
    recipient_seq integer not null,
    other_seq integer not null,
    aid_seq integer not null,
    how text not null,
    level text not null,
    until_on text not null check (date(until_on) = until_on),
    allowed_by blob,
    reason text,
    primary key (seq, line)
) strict;

-- Two recipients whom somebody looked at and found to be two people; the lower number first.
create table pair_judged (
    seq integer not null,
    one_seq integer not null,
    other_seq integer not null,
    person_id blob not null,
    reason text not null,
    primary key (seq)
) strict;

-- One payment for one request. Nothing of it changes after the proposal but its state.
create table payout (
    seq integer not null,
    request_seq integer not null,
    fund_seq integer not null,
    category text not null,
    method text not null,
    amount_minor integer not null, -- deni, with the tax
    tax_basis text not null,
    tax_minor integer not null, -- deni
    item text,
    item_quantity integer,
    proposed_on text not null check (date(proposed_on) = proposed_on),
    chosen_why text,
    approvals_needed integer not null,
    digest blob not null,
    state text not null,
    obligation_account text,
    obligation_seq integer,
    payment_seq integer,
    tax_account text,
    tax_list_number text,
    tax_paid_seq integer,
    expires_on text check (date(expires_on) = expires_on),
    review_due_at text,
    reviewed_seq integer,
    review_finding text,
    returned_quantity integer not null,
    returned_minor integer not null,
    retry_of integer,
    released_on text check (date(released_on) = released_on),
    batch_seq integer,
    list_seq integer,
    changed_seq integer,
    payee_seen integer,
    payee blob,
    salt blob,
    commitment blob not null,
    version integer not null,
    primary key (seq)
) strict;

-- A lot that the proposal draws on, and how much of it.
create table payout_lot (
    seq integer not null,
    line integer not null,
    lot_seq integer not null,
    lot_line integer not null,
    quantity_minor integer not null, -- in the account's currency, with the sign of the amount
    value_minor integer not null,
    primary key (seq, line)
) strict;

-- A person doing one thing for one payout; the database holds one row per payout and person.
create table duty (
    seq integer not null,
    payout_seq integer not null,
    person_id blob not null,
    duty text not null,
    conflict integer not null check (conflict in (0, 1)),
    payout_digest blob not null,
    primary key (payout_seq, person_id)
) strict;

create table payout_event (
    seq integer not null,
    payout_seq integer not null,
    state text not null,
    effective_on text not null check (date(effective_on) = effective_on),
    reason text,
    primary key (seq)
) strict;

-- The paper by which the receiver says that help arrived; a scan is vouched for by its commitment.
create table confirmation (
    seq integer not null,
    payout_seq integer not null,
    document_kind text not null,
    document_number text not null,
    document_on text not null check (date(document_on) = document_on),
    attachment blob,
    primary key (seq)
) strict;

-- Goods handed to people unnamed. Who recorded it and who was there too stand in the decision behind it.
create table hand_out (
    seq integer not null,
    fund_seq integer not null,
    category text not null,
    item text not null,
    item_quantity integer not null,
    people integer not null,
    target_group text not null,
    municipality text not null,
    given_on text not null check (date(given_on) = given_on),
    primary key (seq)
) strict;

-- Money given to one of the staff ahead, until receipts and what comes back make it good.
create table advance (
    seq integer not null,
    person_id blob not null,
    fund_seq integer not null,
    account text not null,
    amount_minor integer not null,
    given_on text not null check (date(given_on) = given_on),
    due_on text not null check (date(due_on) = due_on),
    settled_minor integer not null,
    returned_minor integer not null,
    version integer not null,
    primary key (seq)
) strict;

-- The register of fixed assets: what lasts, the entry that has its cost, and what was charged of it so far.
create table asset (
    seq integer not null,
    name text not null,
    entry_seq integer not null,
    account text not null,
    fund_seq integer not null,
    cost_minor integer not null,
    in_use_on text not null check (date(in_use_on) = in_use_on),
    rate_bp integer not null,
    depreciated_minor integer not null,
    depreciated_through integer not null,
    left_on text check (date(left_on) = left_on),
    version integer not null,
    primary key (seq)
) strict;

-- What one act charged of one asset, through a month (yyyymm).
create table depreciation (
    seq integer not null,
    line integer not null,
    asset_seq integer not null,
    through integer not null,
    minor integer not null,
    primary key (seq, line)
) strict;

-- What the law or the board warns of in an act, and whether who did it said so knowingly.
create table warning (
    seq integer not null,
    line integer not null,
    payout_seq integer not null,
    code text not null,
    law_name text not null,
    law_value text not null,
    verified integer not null check (verified in (0, 1)),
    acknowledged integer not null check (acknowledged in (0, 1)),
    primary key (seq, line)
) strict;

-- Payouts let go in one session, by declared count and total.
create table batch (
    seq integer not null,
    item_count integer not null,
    total_minor integer not null,
    primary key (seq)
) strict;

-- Payment orders handed to the bank in one file.
create table payment_list (
    seq integer not null,
    account text not null,
    value_on text not null,
    item_count integer not null,
    total_minor integer not null,
    instead_of integer,
    primary key (seq)
) strict;

-- Reservations given back because their time had run out, all at once.
create table expiry (
    seq integer not null,
    payouts integer not null,
    primary key (seq)
) strict;

-- A lot reserved for, spent on, or given back from a payout or an entry.
create table allocation (
    seq integer not null,
    line integer not null,
    event text not null,
    lot_seq integer not null,
    lot_line integer not null,
    payout_seq integer,
    quantity_minor integer not null, -- in the account's currency, with the sign of the amount
    value_minor integer not null,
    primary key (seq, line)
) strict, without rowid;

-- What the bank took beyond the lots of a fund (positive), or later income made good (negative).
create table overdraft (
    seq integer not null,
    line integer not null,
    fund_seq integer not null,
    amount_minor integer not null, -- deni; debit > 0, credit < 0
    primary key (seq, line)
) strict;

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

create trigger idempotency_is_kept_update before update on idempotency begin
    select raise(rollback, 'append-only: idempotency rows are never changed');
end;
create trigger idempotency_is_kept_delete before delete on idempotency begin
    select raise(rollback, 'append-only: idempotency rows are never deleted');
end;
create trigger signing_key_is_kept_update before update on signing_key begin
    select raise(rollback, 'append-only: signing_key rows are never changed');
end;
create trigger signing_key_is_kept_delete before delete on signing_key begin
    select raise(rollback, 'append-only: signing_key rows are never deleted');
end;
create trigger law_value_is_kept_update before update on law_value begin
    select raise(rollback, 'append-only: law_value rows are never changed');
end;
create trigger law_value_is_kept_delete before delete on law_value begin
    select raise(rollback, 'append-only: law_value rows are never deleted');
end;
create trigger note_is_kept_update before update of seq, line, kind, commitment on note begin
    select raise(rollback, 'append-only: note rows are never changed');
end;
create trigger note_is_kept_delete before delete on note begin
    select raise(rollback, 'append-only: note rows are never deleted');
end;
create trigger band_is_kept_update before update on band begin
    select raise(rollback, 'append-only: band rows are never changed');
end;
create trigger band_is_kept_delete before delete on band begin
    select raise(rollback, 'append-only: band rows are never deleted');
end;
create trigger combination_is_kept_update before update on combination begin
    select raise(rollback, 'append-only: combination rows are never changed');
end;
create trigger combination_is_kept_delete before delete on combination begin
    select raise(rollback, 'append-only: combination rows are never deleted');
end;
create trigger association_is_kept_update before update on association begin
    select raise(rollback, 'append-only: association rows are never changed');
end;
create trigger association_is_kept_delete before delete on association begin
    select raise(rollback, 'append-only: association rows are never deleted');
end;
create trigger tax_rule_is_kept_update before update on tax_rule begin
    select raise(rollback, 'append-only: tax_rule rows are never changed');
end;
create trigger tax_rule_is_kept_delete before delete on tax_rule begin
    select raise(rollback, 'append-only: tax_rule rows are never deleted');
end;
create trigger instalment_is_kept_update before update on instalment begin
    select raise(rollback, 'append-only: instalment rows are never changed');
end;
create trigger instalment_is_kept_delete before delete on instalment begin
    select raise(rollback, 'append-only: instalment rows are never deleted');
end;
create trigger import_is_kept_update before update on import begin
    select raise(rollback, 'append-only: import rows are never changed');
end;
create trigger import_is_kept_delete before delete on import begin
    select raise(rollback, 'append-only: import rows are never deleted');
end;
create trigger import_undo_is_kept_update before update on import_undo begin
    select raise(rollback, 'append-only: import_undo rows are never changed');
end;
create trigger import_undo_is_kept_delete before delete on import_undo begin
    select raise(rollback, 'append-only: import_undo rows are never deleted');
end;
create trigger entry_is_kept_update before update on entry begin
    select raise(rollback, 'append-only: entry rows are never changed');
end;
create trigger entry_is_kept_delete before delete on entry begin
    select raise(rollback, 'append-only: entry rows are never deleted');
end;
create trigger posting_is_kept_update before update on posting begin
    select raise(rollback, 'append-only: posting rows are never changed');
end;
create trigger posting_is_kept_delete before delete on posting begin
    select raise(rollback, 'append-only: posting rows are never deleted');
end;
create trigger reversal_is_kept_update before update on reversal begin
    select raise(rollback, 'append-only: reversal rows are never changed');
end;
create trigger reversal_is_kept_delete before delete on reversal begin
    select raise(rollback, 'append-only: reversal rows are never deleted');
end;
create trigger cash_voucher_is_kept_update before update on cash_voucher begin
    select raise(rollback, 'append-only: cash_voucher rows are never changed');
end;
create trigger cash_voucher_is_kept_delete before delete on cash_voucher begin
    select raise(rollback, 'append-only: cash_voucher rows are never deleted');
end;
create trigger income_is_kept_update before update on income begin
    select raise(rollback, 'append-only: income rows are never changed');
end;
create trigger income_is_kept_delete before delete on income begin
    select raise(rollback, 'append-only: income rows are never deleted');
end;
create trigger lot_is_kept_update before update of seq, line, fund_seq, income_seq, parent_seq, parent_line, agreement_seq, source_seq, kind, currency, item, unit, quantity_minor, value_minor, received_on, deferred_account, income_account, stock_account, restriction on lot begin
    select raise(rollback, 'append-only: lot rows are never changed');
end;
create trigger lot_is_kept_delete before delete on lot begin
    select raise(rollback, 'append-only: lot rows are never deleted');
end;
create trigger request_step_is_kept_update before update on request_step begin
    select raise(rollback, 'append-only: request_step rows are never changed');
end;
create trigger request_step_is_kept_delete before delete on request_step begin
    select raise(rollback, 'append-only: request_step rows are never deleted');
end;
create trigger evidence_is_kept_update before update on evidence begin
    select raise(rollback, 'append-only: evidence rows are never changed');
end;
create trigger evidence_is_kept_delete before delete on evidence begin
    select raise(rollback, 'append-only: evidence rows are never deleted');
end;
create trigger match_found_is_kept_update before update on match_found begin
    select raise(rollback, 'append-only: match_found rows are never changed');
end;
create trigger match_found_is_kept_delete before delete on match_found begin
    select raise(rollback, 'append-only: match_found rows are never deleted');
end;
create trigger pair_judged_is_kept_update before update on pair_judged begin
    select raise(rollback, 'append-only: pair_judged rows are never changed');
end;
create trigger pair_judged_is_kept_delete before delete on pair_judged begin
    select raise(rollback, 'append-only: pair_judged rows are never deleted');
end;
create trigger payout_lot_is_kept_update before update on payout_lot begin
    select raise(rollback, 'append-only: payout_lot rows are never changed');
end;
create trigger payout_lot_is_kept_delete before delete on payout_lot begin
    select raise(rollback, 'append-only: payout_lot rows are never deleted');
end;
create trigger duty_is_kept_update before update on duty begin
    select raise(rollback, 'append-only: duty rows are never changed');
end;
create trigger duty_is_kept_delete before delete on duty begin
    select raise(rollback, 'append-only: duty rows are never deleted');
end;
create trigger payout_event_is_kept_update before update on payout_event begin
    select raise(rollback, 'append-only: payout_event rows are never changed');
end;
create trigger payout_event_is_kept_delete before delete on payout_event begin
    select raise(rollback, 'append-only: payout_event rows are never deleted');
end;
create trigger confirmation_is_kept_update before update on confirmation begin
    select raise(rollback, 'append-only: confirmation rows are never changed');
end;
create trigger confirmation_is_kept_delete before delete on confirmation begin
    select raise(rollback, 'append-only: confirmation rows are never deleted');
end;
create trigger hand_out_is_kept_update before update on hand_out begin
    select raise(rollback, 'append-only: hand_out rows are never changed');
end;
create trigger hand_out_is_kept_delete before delete on hand_out begin
    select raise(rollback, 'append-only: hand_out rows are never deleted');
end;
create trigger warning_is_kept_update before update on warning begin
    select raise(rollback, 'append-only: warning rows are never changed');
end;
create trigger warning_is_kept_delete before delete on warning begin
    select raise(rollback, 'append-only: warning rows are never deleted');
end;
create trigger batch_is_kept_update before update on batch begin
    select raise(rollback, 'append-only: batch rows are never changed');
end;
create trigger batch_is_kept_delete before delete on batch begin
    select raise(rollback, 'append-only: batch rows are never deleted');
end;
create trigger payment_list_is_kept_update before update on payment_list begin
    select raise(rollback, 'append-only: payment_list rows are never changed');
end;
create trigger payment_list_is_kept_delete before delete on payment_list begin
    select raise(rollback, 'append-only: payment_list rows are never deleted');
end;
create trigger expiry_is_kept_update before update on expiry begin
    select raise(rollback, 'append-only: expiry rows are never changed');
end;
create trigger expiry_is_kept_delete before delete on expiry begin
    select raise(rollback, 'append-only: expiry rows are never deleted');
end;
create trigger inventory_is_kept_update before update on inventory begin
    select raise(rollback, 'append-only: inventory rows are never changed');
end;
create trigger inventory_is_kept_delete before delete on inventory begin
    select raise(rollback, 'append-only: inventory rows are never deleted');
end;
create trigger inventory_line_is_kept_update before update on inventory_line begin
    select raise(rollback, 'append-only: inventory_line rows are never changed');
end;
create trigger inventory_line_is_kept_delete before delete on inventory_line begin
    select raise(rollback, 'append-only: inventory_line rows are never deleted');
end;
create trigger issued_is_kept_update before update on issued begin
    select raise(rollback, 'append-only: issued rows are never changed');
end;
create trigger issued_is_kept_delete before delete on issued begin
    select raise(rollback, 'append-only: issued rows are never deleted');
end;
create trigger issued_file_is_kept_update before update on issued_file begin
    select raise(rollback, 'append-only: issued_file rows are never changed');
end;
create trigger issued_file_is_kept_delete before delete on issued_file begin
    select raise(rollback, 'append-only: issued_file rows are never deleted');
end;
create trigger allocation_is_kept_update before update on allocation begin
    select raise(rollback, 'append-only: allocation rows are never changed');
end;
create trigger allocation_is_kept_delete before delete on allocation begin
    select raise(rollback, 'append-only: allocation rows are never deleted');
end;
create trigger overdraft_is_kept_update before update on overdraft begin
    select raise(rollback, 'append-only: overdraft rows are never changed');
end;
create trigger overdraft_is_kept_delete before delete on overdraft begin
    select raise(rollback, 'append-only: overdraft rows are never deleted');
end;
create trigger depreciation_is_kept_update before update on depreciation begin
    select raise(rollback, 'append-only: depreciation rows are never changed');
end;
create trigger depreciation_is_kept_delete before delete on depreciation begin
    select raise(rollback, 'append-only: depreciation rows are never deleted');
end;
create trigger identity_is_kept_update before update on identity begin
    select raise(rollback, 'append-only: identity rows are never changed');
end;
create trigger identity_is_kept_delete before delete on identity begin
    select raise(rollback, 'append-only: identity rows are never deleted');
end;
create trigger reveal_is_kept_update before update on reveal begin
    select raise(rollback, 'append-only: reveal rows are never changed');
end;
create trigger reveal_is_kept_delete before delete on reveal begin
    select raise(rollback, 'append-only: reveal rows are never deleted');
end;
create trigger erasure_is_kept_update before update on erasure begin
    select raise(rollback, 'append-only: erasure rows are never changed');
end;
create trigger erasure_is_kept_delete before delete on erasure begin
    select raise(rollback, 'append-only: erasure rows are never deleted');
end;
create trigger hold_is_kept_update before update on hold begin
    select raise(rollback, 'append-only: hold rows are never changed');
end;
create trigger hold_is_kept_delete before delete on hold begin
    select raise(rollback, 'append-only: hold rows are never deleted');
end;
create trigger leaf_is_kept_update before update on leaf begin
    select raise(rollback, 'append-only: leaf rows are never changed');
end;
create trigger leaf_is_kept_delete before delete on leaf begin
    select raise(rollback, 'append-only: leaf rows are never deleted');
end;
create trigger checkpoint_is_kept_update before update on checkpoint begin
    select raise(rollback, 'append-only: checkpoint rows are never changed');
end;
create trigger checkpoint_is_kept_delete before delete on checkpoint begin
    select raise(rollback, 'append-only: checkpoint rows are never deleted');
end;
create trigger note_is_only_erased before update of body, salt on note when new.body is not null or new.salt is not null begin
    select raise(rollback, 'append-only: a note is erased, never rewritten');
end;
create trigger books_is_kept_delete before delete on books begin
    select raise(rollback, 'append-only: books rows are never deleted');
end;
create trigger books_moves_on before update on books when new.version < old.version begin
    select raise(rollback, 'append-only: books rows never go back');
end;
create trigger decision_is_kept_delete before delete on decision begin
    select raise(rollback, 'append-only: decision rows are never deleted');
end;
create trigger decision_moves_on before update on decision when new.version < old.version begin
    select raise(rollback, 'append-only: decision rows never go back');
end;
create trigger period_is_kept_delete before delete on period begin
    select raise(rollback, 'append-only: period rows are never deleted');
end;
create trigger period_moves_on before update on period when new.version < old.version begin
    select raise(rollback, 'append-only: period rows never go back');
end;
create trigger fiscal_year_is_kept_delete before delete on fiscal_year begin
    select raise(rollback, 'append-only: fiscal_year rows are never deleted');
end;
create trigger fiscal_year_moves_on before update on fiscal_year when new.version < old.version begin
    select raise(rollback, 'append-only: fiscal_year rows never go back');
end;
create trigger person_is_kept_delete before delete on person begin
    select raise(rollback, 'append-only: person rows are never deleted');
end;
create trigger person_moves_on before update on person when new.version < old.version begin
    select raise(rollback, 'append-only: person rows never go back');
end;
create trigger role_grant_is_kept_delete before delete on role_grant begin
    select raise(rollback, 'append-only: role_grant rows are never deleted');
end;
create trigger role_grant_moves_on before update on role_grant when new.version < old.version begin
    select raise(rollback, 'append-only: role_grant rows never go back');
end;
create trigger token_is_kept_delete before delete on token begin
    select raise(rollback, 'append-only: token rows are never deleted');
end;
create trigger token_moves_on before update on token when new.version < old.version begin
    select raise(rollback, 'append-only: token rows never go back');
end;
create trigger account_is_kept_delete before delete on account begin
    select raise(rollback, 'append-only: account rows are never deleted');
end;
create trigger account_moves_on before update on account when new.version < old.version begin
    select raise(rollback, 'append-only: account rows never go back');
end;
create trigger posting_rule_is_kept_delete before delete on posting_rule begin
    select raise(rollback, 'append-only: posting_rule rows are never deleted');
end;
create trigger posting_rule_moves_on before update on posting_rule when new.version < old.version begin
    select raise(rollback, 'append-only: posting_rule rows never go back');
end;
create trigger fund_is_kept_delete before delete on fund begin
    select raise(rollback, 'append-only: fund rows are never deleted');
end;
create trigger fund_moves_on before update on fund when new.version < old.version begin
    select raise(rollback, 'append-only: fund rows never go back');
end;
create trigger source_is_kept_delete before delete on source begin
    select raise(rollback, 'append-only: source rows are never deleted');
end;
create trigger source_moves_on before update on source when new.version < old.version begin
    select raise(rollback, 'append-only: source rows never go back');
end;
create trigger member_is_kept_delete before delete on member begin
    select raise(rollback, 'append-only: member rows are never deleted');
end;
create trigger member_moves_on before update on member when new.version < old.version begin
    select raise(rollback, 'append-only: member rows never go back');
end;
create trigger travel_order_is_kept_delete before delete on travel_order begin
    select raise(rollback, 'append-only: travel_order rows are never deleted');
end;
create trigger travel_order_is_kept_update before update on travel_order begin
    select raise(rollback, 'append-only: travel_order rows are never changed');
end;
create trigger travel_step_is_kept_update before update on travel_step begin
    select raise(rollback, 'append-only: travel_step rows are never changed');
end;
create trigger travel_step_is_kept_delete before delete on travel_step begin
    select raise(rollback, 'append-only: travel_step rows are never deleted');
end;
create trigger travel_cost_is_kept_update before update on travel_cost begin
    select raise(rollback, 'append-only: travel_cost rows are never changed');
end;
create trigger travel_cost_is_kept_delete before delete on travel_cost begin
    select raise(rollback, 'append-only: travel_cost rows are never deleted');
end;
create trigger agreement_is_kept_delete before delete on agreement begin
    select raise(rollback, 'append-only: agreement rows are never deleted');
end;
create trigger agreement_moves_on before update on agreement when new.version < old.version begin
    select raise(rollback, 'append-only: agreement rows never go back');
end;
create trigger payee_is_kept_delete before delete on payee begin
    select raise(rollback, 'append-only: payee rows are never deleted');
end;
create trigger payee_moves_on before update on payee when new.version < old.version begin
    select raise(rollback, 'append-only: payee rows never go back');
end;
create trigger recipient_is_kept_delete before delete on recipient begin
    select raise(rollback, 'append-only: recipient rows are never deleted');
end;
create trigger recipient_moves_on before update on recipient when new.version < old.version begin
    select raise(rollback, 'append-only: recipient rows never go back');
end;
create trigger request_is_kept_delete before delete on request begin
    select raise(rollback, 'append-only: request rows are never deleted');
end;
create trigger request_moves_on before update on request when new.version < old.version begin
    select raise(rollback, 'append-only: request rows never go back');
end;
create trigger advance_is_kept_delete before delete on advance begin
    select raise(rollback, 'append-only: advance rows are never deleted');
end;
create trigger advance_moves_on before update on advance when new.version < old.version begin
    select raise(rollback, 'append-only: advance rows never go back');
end;
create trigger asset_is_kept_delete before delete on asset begin
    select raise(rollback, 'append-only: asset rows are never deleted');
end;
create trigger asset_moves_on before update on asset when new.version < old.version begin
    select raise(rollback, 'append-only: asset rows never go back');
end;
create trigger payout_is_kept_delete before delete on payout begin
    select raise(rollback, 'append-only: payout rows are never deleted');
end;
create trigger payout_moves_on before update on payout when new.version < old.version begin
    select raise(rollback, 'append-only: payout rows never go back');
end;
-- `insert or replace` would delete without asking the delete trigger.
create trigger entry_is_not_replaced before insert on entry when exists (select 1 from entry where seq = new.seq) begin
    select raise(rollback, 'append-only: this entry row exists');
end;
-- `insert or replace` would delete without asking the delete trigger.
create trigger reversal_is_not_replaced before insert on reversal when exists (select 1 from reversal where seq = new.seq and line = new.line) begin
    select raise(rollback, 'append-only: this reversal row exists');
end;
-- `insert or replace` would delete without asking the delete trigger.
create trigger income_is_not_replaced before insert on income when exists (select 1 from income where seq = new.seq) begin
    select raise(rollback, 'append-only: this income row exists');
end;
-- `insert or replace` would delete without asking the delete trigger.
create trigger lot_is_not_replaced before insert on lot when exists (select 1 from lot where seq = new.seq and line = new.line) begin
    select raise(rollback, 'append-only: this lot row exists');
end;
-- `insert or replace` would delete without asking the delete trigger.
create trigger duty_is_not_replaced before insert on duty when exists (select 1 from duty where payout_seq = new.payout_seq and person_id = new.person_id) begin
    select raise(rollback, 'append-only: this duty row exists');
end;
-- `insert or replace` would delete without asking the delete trigger.
create trigger allocation_is_not_replaced before insert on allocation when exists (select 1 from allocation where seq = new.seq and line = new.line) begin
    select raise(rollback, 'append-only: this allocation row exists');
end;
-- `insert or replace` would delete without asking the delete trigger.
create trigger leaf_is_not_replaced before insert on leaf when exists (select 1 from leaf where seq = new.seq) begin
    select raise(rollback, 'append-only: this leaf row exists');
end;
-- The entry is written after its postings and seals them.
create trigger entry_balances before insert on entry begin
    select raise(rollback, 'unbalanced: debits and credits differ')
    where exists (
        select 1 from posting where seq = new.seq group by fund_seq having sum(amount_minor) <> 0
    ) or (select count(*) from posting where seq = new.seq) < 2;
end;
-- Only the closing of a whole year, and its taking back, stand in a month that is closed.
create trigger entry_in_open_month before insert on entry when new.kind not in ('closing', 'reopening') begin
    select raise(rollback, 'period-closed: the month is closed')
    from period
    where month = cast(substr(new.booked_on, 1, 4) || substr(new.booked_on, 6, 2) as integer) and state = 'closed';
end;
create trigger posting_before_entry before insert on posting
when exists (select 1 from entry where seq = new.seq) begin
    select raise(rollback, 'append-only: the entry is sealed');
end;

insert into head (id, size, frontier, recorded_at, reference_seq) values (1, 0, x'0000000000000000', null, 0);
