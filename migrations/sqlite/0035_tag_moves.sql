-- 0035: what became of tags that were merged into others.

-- name and target are as in lists. The address of a tag that no guide has any more leads to its target.
-- No target is a name as well when its row is added, so that following rows always ends.
CREATE TABLE tag_moves (
    name   TEXT PRIMARY KEY CHECK (name <> ''),
    target TEXT NOT NULL CHECK (target <> '')
) STRICT, WITHOUT ROWID;
