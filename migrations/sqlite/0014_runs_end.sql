-- 0014: runs of decision trees are not kept for ever.


-- last_at: the run's last event, or its beginning; upkeep deletes the runs that nobody touched for
-- the days that the setting says. leaving: 1 within the transaction that deletes it.
ALTER TABLE runs ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0 CHECK (leaving IN (0, 1));

UPDATE runs
   SET last_at = max(started_at,
                     coalesce((SELECT max(e.at) FROM run_events AS e WHERE e.run_id = runs.id), 0));

CREATE INDEX runs_by_last_at ON runs (last_at);
CREATE INDEX runs_leaving ON runs (leaving) WHERE leaving = 1;

CREATE TRIGGER runs_follow_their_events AFTER INSERT ON run_events
BEGIN
    UPDATE runs SET last_at = NEW.at WHERE id = NEW.run_id AND last_at < NEW.at;
END;

-- The log of a run only grows, and goes as a whole.
DROP TRIGGER run_events_are_not_deleted;

CREATE TRIGGER run_events_are_not_deleted BEFORE DELETE ON run_events
WHEN coalesce((SELECT leaving FROM runs WHERE id = OLD.run_id), 0) = 0
BEGIN
    SELECT RAISE (ABORT, 'run events are append-only');
END;
