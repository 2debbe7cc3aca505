-- One row per group of cities of the network's own, by id.
select * from ref_groups order by group_id
