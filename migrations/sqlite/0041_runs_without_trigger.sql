-- 0041: an answer costs less.

-- A trigger on the log made every new event a statement that must be able to undo itself.
-- store/sqlite/runs.c itself notes when a run was last touched. That the log only grows stays with
-- the engine.
DROP TRIGGER runs_follow_their_events;
