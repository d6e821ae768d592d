-- A series that was never public can be deleted by whoever began it.

grant delete on opendata.series to wegweiser_app;
