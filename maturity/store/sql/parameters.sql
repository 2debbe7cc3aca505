-- One row per parameter in force in the newest wave.
select * exclude (wave_id) from ref_parameters
where wave_id = (select arg_max(wave_id, position) from mart_waves)
order by parameter_id
