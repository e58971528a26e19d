-- 0003: the files that partners and people came from, byte for byte, so that an export gives back
-- what was imported. Empty for rows that were imported before this; the next import fills them.
ALTER TABLE partners ADD COLUMN source BLOB NOT NULL DEFAULT x'';
ALTER TABLE people ADD COLUMN source BLOB NOT NULL DEFAULT x'';
