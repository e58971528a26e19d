-- 0023: the money ledger: what each partner was and when, and what readers were told about it.

-- One row a change of status; status as in partners. who is an account's name, 'import', or '' for
-- what was so before this table; why is what the person gave as a reason, and is shown to readers.
CREATE TABLE partner_statuses (
    partner_id INTEGER NOT NULL REFERENCES partners (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    status     INTEGER NOT NULL CHECK (status IN (0, 1, 2, 3)),
    at         INTEGER NOT NULL,
    who        TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    PRIMARY KEY (partner_id, number)
) STRICT, WITHOUT ROWID;

INSERT INTO partner_statuses (partner_id, number, status, at, who, why)
SELECT id, 1, status, updated_at, '', '' FROM partners;

-- One row a save, with its file.
CREATE TABLE partner_revisions (
    partner_id INTEGER NOT NULL REFERENCES partners (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    at         INTEGER NOT NULL,
    who        TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    source     BLOB    NOT NULL,
    PRIMARY KEY (partner_id, number)
) STRICT;

INSERT INTO partner_revisions (partner_id, number, at, who, why, source)
SELECT id, 1, updated_at, '', '', source FROM partners;

-- What pages with partners say: at their top, and in short beside the partners. The newest holds;
-- each held until the next.
CREATE TABLE disclosures (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    why    TEXT    NOT NULL,
    whole  TEXT    NOT NULL CHECK (whole <> ''),
    brief  TEXT    NOT NULL CHECK (brief <> '')
) STRICT;

-- The words that the pages had before this table.
INSERT INTO disclosures (number, at, who, why, whole, brief)
VALUES (1, unixepoch(), '', '',
    'Some recommendations may be affiliate links. If you buy through them, this site may earn a commission at no additional cost to you. Partners are chosen for fit, safety and support relevance, and never change the order of guides.',
    'Disclosure: links to active partners may earn this site a commission, at no additional cost to you.');

CREATE TRIGGER partner_statuses_are_not_changed BEFORE UPDATE ON partner_statuses
BEGIN
    SELECT raise(ABORT, 'the ledger is only ever added to');
END;

CREATE TRIGGER partner_statuses_are_not_shortened BEFORE DELETE ON partner_statuses
BEGIN
    SELECT raise(ABORT, 'the ledger is only ever added to');
END;

CREATE TRIGGER partner_revisions_are_not_changed BEFORE UPDATE ON partner_revisions
BEGIN
    SELECT raise(ABORT, 'the ledger is only ever added to');
END;

CREATE TRIGGER partner_revisions_are_not_shortened BEFORE DELETE ON partner_revisions
BEGIN
    SELECT raise(ABORT, 'the ledger is only ever added to');
END;

CREATE TRIGGER disclosures_are_not_changed BEFORE UPDATE ON disclosures
BEGIN
    SELECT raise(ABORT, 'the ledger is only ever added to');
END;

CREATE TRIGGER disclosures_are_not_shortened BEFORE DELETE ON disclosures
BEGIN
    SELECT raise(ABORT, 'the ledger is only ever added to');
END;
