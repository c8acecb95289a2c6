"""How the database keeps the pins in step with the offers, whoever writes them.

Triggers are by statement: an import of a thousand offers refreshes their pins in one go. The columns an application
changes (its count of applications, say) refresh nothing.
"""

from apprentissage.territories.grid import BITS, MAX_LATITUDE

COPIED = (
    "closes_on",
    "published_at",
    "rome_id",
    "rome_codes",
    "level",
    "start_kind",
    "starts_on",
    "months",
    "minimum_age",
    "welcomes_disabled",
    "needs_licence",
)
WATCHED = ("state", "area_codes", *COPIED)


def _row(alias: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{alias}.{column}" for column in columns)


# The bits of a number below 2^28, each followed by a zero: 28 bits become 56 in five steps of shift and mask.
SPREAD_BITS = """
CREATE OR REPLACE FUNCTION spread_bits(number bigint) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  number := (number | (number << 16)) & x'0000FFFF0000FFFF'::bigint;
  number := (number | (number << 8)) & x'00FF00FF00FF00FF'::bigint;
  number := (number | (number << 4)) & x'0F0F0F0F0F0F0F0F'::bigint;
  number := (number | (number << 2)) & x'3333333333333333'::bigint;
  RETURN (number | (number << 1)) & x'5555555555555555'::bigint;
END $$
"""

REFRESH_PINS = f"""
CREATE OR REPLACE FUNCTION refresh_pins(offers bigint[]) RETURNS void
LANGUAGE sql AS $$
  DELETE FROM tiles_pin WHERE offer_id = ANY(offers);
  INSERT INTO tiles_pin (site_id, offer_id, quadkey, x, y, commune, department,
                         counts_in_commune, counts_in_department, {", ".join(COPIED)})
  SELECT site.id, site.offer_id, spread_bits(grid.x) | (spread_bits(grid.y) << 1), grid.x, grid.y,
         commune.code, commune.department_id,
         site.id = first_value(site.id) OVER (PARTITION BY site.offer_id, commune.code ORDER BY site.position),
         site.id = first_value(site.id) OVER (PARTITION BY site.offer_id, commune.department_id ORDER BY site.position),
         {_row("offer", COPIED)}
  FROM offers_offer AS offer
  JOIN offers_site AS site ON site.offer_id = offer.id
  JOIN territories_commune AS commune ON commune.code = site.commune_id
  CROSS JOIN LATERAL (
    SELECT st_x(site.point::geometry) AS longitude,
           radians(greatest(-{MAX_LATITUDE}, least({MAX_LATITUDE}, st_y(site.point::geometry)))) AS latitude
  ) AS degrees
  CROSS JOIN LATERAL (
    SELECT least(floor((longitude + 180) / 360 * {1 << BITS}), {(1 << BITS) - 1})::int AS x,
           floor((1 - ln(tan(latitude) + 1 / cos(latitude)) / pi()) / 2 * {1 << BITS})::int AS y
  ) AS grid
  WHERE offer.id = ANY(offers) AND offer.state = 'open';
$$
"""  # noqa: S608

# The places and territories of an offer follow its sites (``offers.triggers``), so that watching offers is enough.
PINS_FOLLOW = f"""
CREATE OR REPLACE FUNCTION pins_follow_offers() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(id) INTO touched FROM after WHERE state = 'open';
  ELSIF TG_OP = 'DELETE' THEN
    SELECT array_agg(id) INTO touched FROM before;
  ELSE
    SELECT array_agg(after.id) INTO touched
    FROM after JOIN before ON before.id = after.id
    WHERE ({_row("after", WATCHED)}, after.places::text)
      IS DISTINCT FROM ({_row("before", WATCHED)}, before.places::text);
  END IF;
  IF touched IS NOT NULL THEN PERFORM refresh_pins(touched); END IF;
  RETURN NULL;
END $$
"""  # noqa: S608


def _trigger(event: str, *tables: str) -> str:
    return f"""
CREATE TRIGGER pins_follow_{event.lower()} AFTER {event} ON offers_offer
REFERENCING {" ".join(tables)}
FOR EACH STATEMENT EXECUTE FUNCTION pins_follow_offers()
"""


TRIGGERS = [
    _trigger("INSERT", "NEW TABLE AS after"),
    _trigger("UPDATE", "OLD TABLE AS before", "NEW TABLE AS after"),
    _trigger("DELETE", "OLD TABLE AS before"),
]

# Offers that were there before the pins (an installation that gets the map with an update).
FIRST_FILL = "SELECT refresh_pins(array_agg(id)) FROM offers_offer WHERE state = 'open' HAVING count(*) > 0"

INSTALL = [SPREAD_BITS, REFRESH_PINS, PINS_FOLLOW, *TRIGGERS, FIRST_FILL]
REMOVE = [
    "DROP FUNCTION pins_follow_offers() CASCADE",
    "DROP FUNCTION refresh_pins(bigint[])",
    "DROP FUNCTION spread_bits(bigint)",
]
