/** Functions and operators of a stranger's SQL: they compute from values of the row and make no more of them than came in, or little more. */
export const allowedFunctions: ReadonlySet<string> = new Set(
  `+ - * / // % || ~~ !~~ ~~* !~~* ~ !~ & | ^@
  like_escape not_like_escape ilike_escape not_ilike_escape
  abs sign ceil ceiling floor round trunc sqrt cbrt exp ln log log2 log10 pow power mod greatest least
  length strlen lower lcase upper ucase trim ltrim rtrim left right substr substring position strpos instr contains
  starts_with prefix ends_with suffix concat concat_ws split_part replace reverse strip_accents ascii
  regexp_matches regexp_extract regexp_full_match
  date_part date_trunc datepart datetrunc year month day quarter week weekday dayofweek dayofyear isodow isoyear hour minute second
  date_diff datediff date_sub datesub strftime make_date last_day monthname dayname age
  count count_star sum avg mean min max median mode stddev stddev_pop stddev_samp variance var_pop var_samp corr covar_pop covar_samp
  quantile_cont quantile_disc approx_count_distinct approx_quantile bool_and bool_or first last any_value arg_min arg_max
  min_by max_by product skewness kurtosis regr_slope regr_intercept regr_r2 string_agg group_concat
  row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
  ifnull nullif coalesce isnan isfinite isinf try_strptime
  json_extract_string json_extract json_valid json_type`
    .split(/\s+/)
    .filter(Boolean),
)
