-- One row per topic that is not sensitive.
select * from ref_topics where sensitive = 0
