-- 0036: categories are edited as a tree: owners, revisions of the whole, and old addresses.

-- Who looks after it: a team or an account, as readers see it.
ALTER TABLE categories ADD COLUMN owner TEXT NOT NULL DEFAULT '';

-- The first revision is the file as it was imported.
INSERT INTO record_revisions (kind, name, number, at, who, source)
SELECT 'categories', '', 1, unixepoch(), '', value FROM small_values WHERE name = 'categories';

-- A category that was moved, with all below it. The address of one that is empty leads to its target.
-- No target is a path as well when its row is added, so that following rows always ends.
CREATE TABLE category_moves (
    path   TEXT PRIMARY KEY CHECK (path <> ''),
    target TEXT NOT NULL CHECK (target <> '')
) STRICT, WITHOUT ROWID;
