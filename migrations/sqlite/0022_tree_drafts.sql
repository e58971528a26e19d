-- 0022: decision trees are written as guides are: drafts, versions, reviews.

-- kind: 0 a guide, 1 a tree. tree_id is NULL until a new tree is first published; base_revision is
-- then a number of its revisions.
ALTER TABLE drafts ADD COLUMN kind INTEGER NOT NULL DEFAULT 0 CHECK (kind IN (0, 1));
ALTER TABLE drafts ADD COLUMN tree_id INTEGER REFERENCES trees (id);
CREATE UNIQUE INDEX drafts_open_by_tree ON drafts (tree_id)
    WHERE stage < 4 AND tree_id IS NOT NULL;
CREATE INDEX drafts_by_tree ON drafts (tree_id, id);

-- The drawing of a tree's version, made when it was saved; empty for guides.
ALTER TABLE draft_versions ADD COLUMN layout BLOB NOT NULL DEFAULT x'';

-- What its writer said of a revision.
ALTER TABLE tree_revisions ADD COLUMN why TEXT NOT NULL DEFAULT '';
