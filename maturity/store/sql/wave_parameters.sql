-- One row per wave and parameter in force in it.
select * from ref_parameters order by wave_id, parameter_id
