-- 0032: trees are retired, restored and renamed, as guides are.

-- state: 1 published, 2 retired (as of articles). Runs go on where their tree is retired.
ALTER TABLE trees ADD COLUMN state INTEGER NOT NULL DEFAULT 1 CHECK (state IN (1, 2));

-- Slugs that trees had before: their links, and the guides that name them, lead to the slug of
-- today. A slug stands either here or in trees, never in both.
CREATE TABLE tree_slug_history (
    slug    TEXT    PRIMARY KEY CHECK (slug <> ''),
    tree_id INTEGER NOT NULL REFERENCES trees (id),
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tree_slug_history_by_tree ON tree_slug_history (tree_id);
