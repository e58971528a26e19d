-- 0009: who can sign in, who is signed in, and who did what.

-- One row an account. Its name is what one signs in with (a-z 0-9 . _ - + @); display is what
-- others see. roles: reader 1, author 2, reviewer 4, publisher 8, admin 16, added up. password is
-- an Argon2id string, '' while none was set. Accounts are never deleted, only disabled: what
-- they did keeps its name.
CREATE TABLE accounts (
    id           INTEGER PRIMARY KEY,
    name         TEXT    NOT NULL UNIQUE CHECK (name <> ''),
    display      TEXT    NOT NULL CHECK (display <> ''),
    roles        INTEGER NOT NULL CHECK (roles BETWEEN 1 AND 31),
    disabled     INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    password     TEXT    NOT NULL DEFAULT '',
    created_at   INTEGER NOT NULL,
    signed_in_at INTEGER
) STRICT;

-- Whether another admin is left.
CREATE INDEX accounts_by_admin ON accounts (roles & 16, disabled);

-- One row a sign-in. The cookie's token is not here, only its hash. A session ends expires_at at
-- the latest, and earlier when it was not seen for a while. agent is what the browser called
-- itself, for the owner's own list; no address is kept. view_as: 0 oneself, 1 a signed-in reader,
-- 2 a visitor.
CREATE TABLE sessions (
    id         INTEGER PRIMARY KEY,
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    view_as    INTEGER NOT NULL DEFAULT 0 CHECK (view_as IN (0, 1, 2)),
    agent      TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX sessions_by_account ON sessions (account_id, id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- Browsers from which somebody signed in before: while strangers guess at the account, and all of
-- them have to wait, these need not.
CREATE TABLE devices (
    token_hash BLOB    PRIMARY KEY CHECK (length(token_hash) = 32),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    seen_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX devices_by_account ON devices (account_id, seen_at);

-- Links that work once: to make the first account (account_id NULL), or to set the password of an
-- account. An account has one at most; a new one replaces it. Used links are deleted.
CREATE TABLE account_links (
    token_hash BLOB    PRIMARY KEY CHECK (length(token_hash) = 32),
    account_id INTEGER UNIQUE REFERENCES accounts (id),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX account_links_by_expiry ON account_links (expires_at);

-- What people did, written in the transaction of what they did. actor is the account's name at
-- that time; '' with account_id NULL is the program or the command line. object is what it was
-- done to, named within its kind. Rows are only ever added.
CREATE TABLE audit (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    account_id INTEGER REFERENCES accounts (id),
    actor      TEXT    NOT NULL,
    action     TEXT    NOT NULL CHECK (action <> ''),
    kind       TEXT    NOT NULL,
    object     TEXT    NOT NULL,
    detail     TEXT    NOT NULL
) STRICT;

CREATE INDEX audit_by_account ON audit (account_id, id);
CREATE INDEX audit_by_object ON audit (kind, object, id);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT raise(ABORT, 'audit rows are only ever added');
END;

CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN
    SELECT raise(ABORT, 'audit rows are only ever added');
END;
