-- 0017: images and files of imported folders.

-- Where an attachment lay below the import root, so that the guides beside it find it, an export
-- puts it there again, and --prune knows what is gone. The same bytes may lie at many paths.
CREATE TABLE imported_files (
    path          TEXT    PRIMARY KEY CHECK (path <> ''),
    attachment_id INTEGER NOT NULL REFERENCES attachments (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX imported_files_by_attachment ON imported_files (attachment_id);
