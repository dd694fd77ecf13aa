-- purpose: Envelopes learned from history are numbers: what was observed, and the limits that earlier pages gave.
-- changes: none
alter table ops.quality_result add column observed_number double;
alter table ops.quality_result add column expected_low double;
alter table ops.quality_result add column expected_high double;
alter table ops.quality_result add column history_count bigint;
