-- The vault, from the first day: who people are, sealed. Nothing here can be read without the keys, and nothing here names
-- a table of the books. Its twin for PostgreSQL has the same tables and columns; a test compares the two.

-- One row: which vault this is, which key closes it, and what is still to be done.
create table vault (
    id integer not null check (id = 1),
    vault_id blob not null,
    -- The generation of the key that closes every other; its slots are in the key file.
    kek_id blob not null,
    index_key blob not null,
    index_version integer not null,
    -- 1 while something was erased whose remains have not been overwritten yet.
    shred_due integer not null check (shred_due in (0, 1)),
    created_at text not null,
    primary key (id)
) strict;

-- A key for each person, and for each request that is about nobody known. Erasing is destroying this row.
create table holder_key (
    holder_id blob not null,
    kek_id blob not null,
    sealed blob not null,
    primary key (holder_id)
) strict;

create table person (
    person_id blob not null references holder_key (holder_id),
    kind text not null check (kind in ('recipient', 'giver', 'payee')),
    version integer not null check (version >= 1),
    changed_at text not null,
    primary key (person_id)
) strict;

-- Every version of a person, whole. A field that is not known is sealed too, so that its absence does not show.
create table person_version (
    person_id blob not null references person (person_id),
    version integer not null check (version >= 1),
    recorded_at text not null,
    name blob not null,
    identity_number blob not null,
    phone blob not null,
    account blob not null,
    address blob not null,
    settlement blob not null,
    birth_year blob not null,
    birth_on blob not null,
    guardian blob not null,
    notes blob not null,
    health blob not null,
    violence blob not null,
    sleeping blob not null,
    primary key (person_id, version)
) strict;

-- Keyed digests of what two people can share to the letter, of the latest version only.
create table blind (
    digest blob not null,
    person_id blob not null references person (person_id),
    kind text not null,
    primary key (digest, person_id)
) strict;
create index blind_person on blind (person_id);

-- Typed text about somebody: a finding, a reason.
create table note (
    note_id blob not null,
    holder_id blob not null references holder_key (holder_id),
    about_id blob,
    written_at text not null,
    salt blob not null,
    body blob not null,
    primary key (note_id)
) strict;
create index note_holder on note (holder_id);

create table attachment (
    attachment_id blob not null,
    holder_id blob not null references holder_key (holder_id),
    request_id blob,
    written_at text not null,
    chunks integer not null check (chunks >= 1),
    -- A keyed digest of the bytes, by which the same bytes are found again.
    digest blob not null,
    -- Kind, length, digest and salt, sealed.
    head blob not null,
    primary key (attachment_id)
) strict;
create index attachment_holder on attachment (holder_id);
create index attachment_digest on attachment (digest);
create index attachment_request on attachment (request_id);

create table attachment_chunk (
    attachment_id blob not null references attachment (attachment_id),
    number integer not null check (number >= 0),
    sealed blob not null,
    primary key (attachment_id, number)
) strict;

-- Who was erased and when: all that is left of them.
create table erased (
    holder_id blob not null,
    erased_at text not null,
    primary key (holder_id)
) strict;
