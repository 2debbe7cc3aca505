-- One row per city and wave: the index over the dimensions, arithmetic and geometric, blank where too few topics have a score.
with averaged as (
    select
        city_id, wave_id,
        sum(topic_count) as topic_count,
        sum(scored_count) as scored_count,
        sum(weight * score) / nullif(sum(weight) filter (score is not null), 0) as mean_score,
        -- Geometric at every level above the topics: strong topics offset weak ones neither within a dimension nor across.
        (exp(sum(weight * ln(1 + 0.99 * geometric_score)) / nullif(sum(weight) filter (geometric_score is not null), 0)) - 1)
            / 0.99 as geometric_score,
        sum(weight * score_low) / nullif(sum(weight) filter (score_low is not null), 0) as score_low,
        sum(weight * score_high) / nullif(sum(weight) filter (score_high is not null), 0) as score_high
    from mart_dimension_scores
    join (
        select distinct r.wave_id, t.dimension_id, r.dimension_weight as weight
        from ref_weights as r
        join ref_topics as t using (topic_id)
    ) using (wave_id, dimension_id)
    group by city_id, wave_id
),
judged as (
    select
        *,
        scored_count / nullif(topic_count, 0) as coverage,
        scored_count / nullif(topic_count, 0)
            >= (select value from ref_parameters as p where p.parameter_id = 'coverage_index' and p.wave_id = averaged.wave_id) as is_covered
    from averaged
)
select
    city_id, wave_id, topic_count, scored_count, coverage,
    case when is_covered then mean_score end as score,
    case when is_covered then geometric_score end as geometric_score,
    case when is_covered then mean_score - geometric_score end as imbalance,
    -- A topic without a score counts in the bounds but not in the score: the bounds must hold the score all the same.
    least(score_low, case when is_covered then mean_score end) as score_low,
    greatest(score_high, case when is_covered then mean_score end) as score_high,
    case when is_covered then floor(round(mean_score, 9) / 25)::integer end as level
from judged
order by wave_id, city_id
