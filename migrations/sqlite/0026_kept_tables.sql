-- 0026: what people changed in the tables of synonyms and error codes.

-- One row a changed line, only ever added. kept: 0 codes, 1 synonyms. before and after are the line as
-- the table's file has it; '' where there was or is none, both '' where an import replaced the table.
-- who is an account's name, or 'import'.
CREATE TABLE table_changes (
    id     INTEGER PRIMARY KEY,
    kept   INTEGER NOT NULL CHECK (kept IN (0, 1)),
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    why    TEXT    NOT NULL,
    before TEXT    NOT NULL,
    after  TEXT    NOT NULL
) STRICT;

CREATE INDEX table_changes_by_table ON table_changes (kept, id);
CREATE INDEX table_changes_by_line ON table_changes (kept, before, id);

CREATE TRIGGER table_changes_are_not_changed BEFORE UPDATE ON table_changes
BEGIN
    SELECT raise(ABORT, 'changes of tables are only ever added');
END;

CREATE TRIGGER table_changes_are_not_removed BEFORE DELETE ON table_changes
BEGIN
    SELECT raise(ABORT, 'changes of tables are only ever added');
END;
