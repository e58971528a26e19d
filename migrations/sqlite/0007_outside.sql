-- 0007: what a guide owes to other files.

-- A hash of the texts that a guide includes and of where its links lead. The same source with
-- another hash is rendered again: an included text has changed, or a guide that it links to has
-- come, gone or moved. 0: nothing came from outside, or the revision is older than this.
ALTER TABLE revisions ADD COLUMN outside_hash INTEGER NOT NULL DEFAULT 0;

-- Included texts and the base of links to the rest of a site are small values: "include:PATH" with
-- the file's bytes, and "link-base".
