-- The vault, from the first day: who people are, sealed. Nothing here can be read without the keys, and nothing here names
-- a table of the books. Its twin for SQLite has the same tables and columns; a test compares the two.

-- One row: which vault this is, which key closes it, and what is still to be done.
create table vault (
    id bigint not null check (id = 1),
    vault_id uuid not null,
    -- The generation of the key that closes every other; its slots are in the key file.
    kek_id uuid not null,
    index_key bytea not null,
    index_version bigint not null,
    -- 1 while something was erased whose remains have not been overwritten yet.
    shred_due bigint not null check (shred_due in (0, 1)),
    created_at timestamptz not null,
    primary key (id)
);

-- A key for each person, and for each request that is about nobody known. Erasing is destroying this row.
create table holder_key (
    holder_id uuid not null,
    kek_id uuid not null,
    sealed bytea not null,
    primary key (holder_id)
);

create table person (
    person_id uuid not null references holder_key (holder_id),
    kind text not null check (kind in ('recipient', 'giver', 'payee')),
    version bigint not null check (version >= 1),
    changed_at timestamptz not null,
    primary key (person_id)
);

-- Every version of a person, whole. A field that is not known is sealed too, so that its absence does not show.
create table person_version (
    person_id uuid not null references person (person_id),
    version bigint not null check (version >= 1),
    recorded_at timestamptz not null,
    name bytea not null,
    identity_number bytea not null,
    phone bytea not null,
    account bytea not null,
    address bytea not null,
    settlement bytea not null,
    birth_year bytea not null,
    birth_on bytea not null,
    guardian bytea not null,
    notes bytea not null,
    health bytea not null,
    violence bytea not null,
    sleeping bytea not null,
    primary key (person_id, version)
);

-- Keyed digests of what two people can share to the letter, of the latest version only.
create table blind (
    digest bytea not null,
    person_id uuid not null references person (person_id),
    kind text not null,
    primary key (digest, person_id)
);
create index blind_person on blind (person_id);

-- Typed text about somebody: a finding, a reason.
create table note (
    note_id uuid not null,
    holder_id uuid not null references holder_key (holder_id),
    about_id uuid,
    written_at timestamptz not null,
    salt bytea not null,
    body bytea not null,
    primary key (note_id)
);
create index note_holder on note (holder_id);

create table attachment (
    attachment_id uuid not null,
    holder_id uuid not null references holder_key (holder_id),
    request_id uuid,
    written_at timestamptz not null,
    chunks bigint not null check (chunks >= 1),
    -- A keyed digest of the bytes, by which the same bytes are found again.
    digest bytea not null,
    -- Kind, length, digest and salt, sealed.
    head bytea not null,
    primary key (attachment_id)
);
create index attachment_holder on attachment (holder_id);
create index attachment_digest on attachment (digest);
create index attachment_request on attachment (request_id);

create table attachment_chunk (
    attachment_id uuid not null references attachment (attachment_id),
    number bigint not null check (number >= 0),
    sealed bytea not null,
    primary key (attachment_id, number)
);

-- Who was erased and when: all that is left of them.
create table erased (
    holder_id uuid not null,
    erased_at timestamptz not null,
    primary key (holder_id)
);
