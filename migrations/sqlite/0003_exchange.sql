-- 0003: what import and export keep.

-- The files that partners and people came from, byte for byte, so that an export gives back what
-- was imported. Empty for rows that were imported before this; the next import fills them.
ALTER TABLE partners ADD COLUMN source BLOB NOT NULL DEFAULT x'';
ALTER TABLE people ADD COLUMN source BLOB NOT NULL DEFAULT x'';

-- 1: retired because its file was gone. Such a guide is published again when the file comes back;
-- one that somebody retired is not.
ALTER TABLE articles ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0 CHECK (pruned IN (0, 1));
