-- One row per city, wave and topic asked: score by available answers, blank below the coverage threshold, with its bounds.
with counted as (
    select
        city_id, wave_id, topic_id, any_value(form) as form,
        count(*) as question_count,
        count(*) filter (kind is distinct from 'nz') as applicable_count,
        count(answer_points) as answered_count,
        -- Tells without looking at the answers whether a city is measured by the same questions in two waves.
        bit_xor(hash(question_id)) filter (kind is distinct from 'nz') as applicable_hash,
        sum(weight) filter (kind is distinct from 'nz') as applicable_weight,
        sum(weight) filter (answer_points is not null) as answered_weight,
        coalesce(sum(weight * answer_points), 0) as weighted_points
    from mart_answers
    group by city_id, wave_id, topic_id
),
scored as (
    select
        *,
        answered_count / nullif(applicable_count, 0) as coverage,
        weighted_points / nullif(applicable_weight, 0) as score_low,
        (weighted_points + 100 * (applicable_weight - coalesce(answered_weight, 0)))
            / nullif(applicable_weight, 0) as score_high,
        case
            when answered_count / nullif(applicable_count, 0)
                >= (select value from ref_parameters as p where p.parameter_id = 'coverage_topic' and p.wave_id = counted.wave_id)
            then weighted_points / nullif(answered_weight, 0)
        end as score
    from counted
)
select
    city_id, wave_id, topic_id, form, question_count, applicable_count, answered_count, applicable_hash, applicable_weight,
    coalesce(answered_weight, 0) as answered_weight, coverage, score, score_low, score_high,
    -- Rounded first, so that 75 reached by another order of summing is still level 3.
    floor(round(score, 9) / 25)::integer as level,
    floor(round(score_low, 9) / 25)::integer as level_low,
    floor(round(score_high, 9) / 25)::integer as level_high
from scored
order by wave_id, city_id, topic_id
