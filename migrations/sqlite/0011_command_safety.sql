-- 0011: what the author of a guide says of a command beyond admin and changes.
--
-- read_only: the command only reads (then changes is 0); neither means that nothing was said, and
-- the tables of the program draw the conclusion when a page is made. system: windows, macos, linux,
-- any, or '' for what its shell stands for. params: the declaration of its parameters as written,
-- such as "host:hostname days:int=30"; '' for none. Revisions stored before had none of these.
ALTER TABLE commands ADD COLUMN read_only INTEGER NOT NULL DEFAULT 0 CHECK (read_only IN (0, 1));
ALTER TABLE commands ADD COLUMN system TEXT NOT NULL DEFAULT '';
ALTER TABLE commands ADD COLUMN params TEXT NOT NULL DEFAULT '';
