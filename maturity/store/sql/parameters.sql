-- One row per parameter in force.
select * from ref_parameters order by parameter_id
