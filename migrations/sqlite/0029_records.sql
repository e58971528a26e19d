-- 0029: small registries that are edited as a form: each save is a revision.

-- kind is 'banner', 'desk' or 'person'; name is a person's slug, else ''. The newest holds. source is
-- the file as it was imported or written.
CREATE TABLE record_revisions (
    kind   TEXT    NOT NULL CHECK (kind <> ''),
    name   TEXT    NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    source BLOB    NOT NULL,
    PRIMARY KEY (kind, name, number)
) STRICT;

INSERT INTO record_revisions (kind, name, number, at, who, source)
SELECT 'person', slug, 1, unixepoch(), '', source FROM people WHERE source <> x'';

CREATE TRIGGER record_revisions_are_not_changed BEFORE UPDATE ON record_revisions
BEGIN
    SELECT raise(ABORT, 'revisions are only ever added');
END;

CREATE TRIGGER record_revisions_are_not_shortened BEFORE DELETE ON record_revisions
BEGIN
    SELECT raise(ABORT, 'revisions are only ever added');
END;

-- What a person may show beside a role: credentials, one on each line; how to reach them; whether
-- they still answer for guides.
ALTER TABLE people ADD COLUMN credentials TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1));
