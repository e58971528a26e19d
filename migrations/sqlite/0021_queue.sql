-- 0021: work that comes back: feedback, searches that found nothing and asked-for guides as a queue.

-- One row for all that is the same. kind: 0 feedback (key: guide, step, reason), 1 search (key: the
-- normalised query), 2 asked for (key: its terms, sorted). state: 0 new, 1 taken, 2 waiting, 3 done
-- (with a revision), 4 declined (with a reason, or grouped into another item). version is raised by
-- whatever staff does, not by readers. title: the words, or the title of the step. revision is the
-- number of the guide's text that readers had last. count is how often it happened, total the same
-- with what is grouped into it. No person and no time of day, only days (since 1970, UTC).
CREATE TABLE work_items (
    id                INTEGER PRIMARY KEY,
    kind              INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
    key               TEXT    NOT NULL,
    state             INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 4),
    version           INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    title             TEXT    NOT NULL,
    article_id        INTEGER REFERENCES articles (id),
    step              TEXT    NOT NULL,
    reason            TEXT    NOT NULL,
    revision          INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0),
    count             INTEGER NOT NULL CHECK (count > 0),
    total             INTEGER NOT NULL CHECK (total > 0),
    first_day         INTEGER NOT NULL,
    last_day          INTEGER NOT NULL,
    owner_id          INTEGER REFERENCES accounts (id),
    merged_into       INTEGER REFERENCES work_items (id),
    draft_id          INTEGER REFERENCES drafts (id),
    answer_article_id INTEGER REFERENCES articles (id),
    answer_revision   INTEGER NOT NULL DEFAULT 0,
    answer            TEXT    NOT NULL DEFAULT '',
    closed_at         INTEGER,
    CHECK (state <> 3 OR answer_revision > 0),
    CHECK (state <> 4 OR answer <> '' OR merged_into IS NOT NULL)
) STRICT;

CREATE INDEX work_items_by_key ON work_items (kind, key, id);
CREATE INDEX work_items_by_day ON work_items (last_day, id);
CREATE INDEX work_items_by_state ON work_items (state, last_day, id);
CREATE INDEX work_items_by_owner ON work_items (owner_id, last_day, id);
CREATE INDEX work_items_by_article ON work_items (article_id, last_day, id);
CREATE INDEX work_items_open_by_day ON work_items (last_day, id) WHERE state < 3;
CREATE INDEX work_items_open_by_total ON work_items (total, id) WHERE state < 3;
CREATE INDEX work_items_open_by_kind ON work_items (state, kind) WHERE state < 3;
CREATE INDEX work_items_by_target ON work_items (merged_into);
CREATE INDEX work_items_by_draft ON work_items (draft_id);
CREATE INDEX work_items_by_answer ON work_items (answer_article_id);

-- The terms by which items like it are found.
CREATE TABLE work_terms (
    term    TEXT    NOT NULL CHECK (term <> ''),
    item_id INTEGER NOT NULL REFERENCES work_items (id),
    PRIMARY KEY (term, item_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX work_terms_by_item ON work_terms (item_id);

-- What staff did with an item. action is that of model/work.h.
CREATE TABLE work_events (
    item_id    INTEGER NOT NULL REFERENCES work_items (id),
    number     INTEGER NOT NULL CHECK (number > 0),
    account_id INTEGER REFERENCES accounts (id),
    at         INTEGER NOT NULL,
    action     INTEGER NOT NULL CHECK (action >= 0),
    state      INTEGER NOT NULL CHECK (state >= 0),
    note       TEXT    NOT NULL,
    PRIMARY KEY (item_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX work_events_by_account ON work_events (account_id);


-- ---- where the items come from -----------------------------------------------------------------

ALTER TABLE feedback ADD COLUMN item_id INTEGER REFERENCES work_items (id);
CREATE INDEX feedback_by_item ON feedback (item_id, id);
ALTER TABLE asks ADD COLUMN item_id INTEGER REFERENCES work_items (id);
CREATE INDEX asks_by_item ON asks (item_id, id);

-- How often a query was asked in vain over some days.
CREATE INDEX searches_in_vain ON searches (key, day, asked) WHERE results = 0;

-- What readers left before there was a queue.
INSERT INTO work_items (kind, key, title, article_id, step, reason, revision, count, total,
                        first_day, last_day)
    SELECT 0, e.article_id || ':' || e.step || ':' || e.reason,
           coalesce((SELECT s.title FROM articles AS a JOIN steps AS s ON s.revision_id = a.live_revision_id
                      WHERE a.id = e.article_id AND s.anchor = e.step), ''),
           e.article_id, e.step, e.reason, coalesce(max(r.number), 0), count(*), count(*),
           min(e.at) / 86400, max(e.at) / 86400
      FROM (SELECT article_id, step, reason, revision_id, at FROM feedback
            UNION ALL
            SELECT article_id, step, reason, revision_id, at FROM votes
             WHERE helpful = 0 AND reason <> '') AS e
      LEFT JOIN revisions AS r ON r.id = e.revision_id
     GROUP BY e.article_id, e.step, e.reason;

UPDATE feedback
   SET item_id = (SELECT w.id FROM work_items AS w
                   WHERE w.kind = 0
                     AND w.key = feedback.article_id || ':' || feedback.step || ':' || feedback.reason);
