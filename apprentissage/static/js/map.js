/* The map of the offers: MapLibre over the drawing that the server made, with our own tiles.
 *
 * Every address comes from a data attribute, so that hashed file names hold. Colours are the tokens of the style sheet,
 * read when the map is drawn and again when the visitor goes from light to dark. When anything fails (no WebGL, no
 * network), the drawing of the server stays where it is.
 */

const FONT = ["Atkinson Next"];
const BOLD = ["Bold", ...FONT]; // the library takes the weight from the first family; none bears that name, the next one draws
const FINEST = 16; // zoom of the finest tiles: beyond, a group cannot be parted
const ON_ONE_SPOT = "28/"; // how the address of a group begins when all its offers stand on one spot
const RADIUS_MOST = 100; // kilometres, as in the search form
const KM_PER_DEGREE = 111.2;
const TOUCH = 22; // pixels around the centre where Enter looks for something to open
const OFFERS = ["groupes", "offres"];
const FRENCH = {
  "NavigationControl.ZoomIn": "Agrandir",
  "NavigationControl.ZoomOut": "Réduire",
  "Popup.Close": "Fermer",
  "AttributionControl.ToggleAttribution": "Sources de la carte",
};

const tiled = (address) => location.origin + address.replace("0/0/0", "{z}/{x}/{y}");
const numbers = (text) => text.trim().split(" ").map(Number);
const prefers = (what) => matchMedia(`(prefers-${what})`);

function tokens() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

/* -- the style ---------------------------------------------------------------------------------------------------- */

/* The search radius as a line on the ground. */
function circle([longitude, latitude], km) {
  const degrees = km / KM_PER_DEGREE;
  const stretch = Math.cos((latitude * Math.PI) / 180);
  const coordinates = Array.from({ length: 73 }, (_, step) => {
    const angle = (step * Math.PI) / 36;
    return [longitude + (degrees * Math.sin(angle)) / stretch, latitude + degrees * Math.cos(angle)];
  });
  return { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } };
}

function sources({ dataset }) {
  const query = dataset.query ? `?${dataset.query}` : "";
  const drawn = dataset.place ? [circle(numbers(dataset.place), Number(dataset.radius))] : [];
  return {
    fond: { type: "vector", tiles: [tiled(dataset.base)], maxzoom: 12 },
    offres: { type: "vector", tiles: [tiled(dataset.tiles) + query], maxzoom: FINEST },
    rayon: { type: "geojson", data: { type: "FeatureCollection", features: drawn } },
  };
}

/* Our own contours: departments shaded by density from afar, communes from near. */
function ground(color, steps) {
  const shade = ["match", ["get", "code"]];
  for (const step of [1, 2, 3, 4]) {
    const codes = Object.keys(steps).filter((code) => steps[code] === step);
    if (codes.length) shade.push(codes, color(`m-${step}`));
  }
  const fill = shade.length > 2 ? [...shade, color("m-0")] : color("m-0");
  const line = (id, layer, name, width) => ({
    id,
    type: "line",
    source: "fond",
    "source-layer": layer,
    paint: { "line-color": color(name), "line-width": width },
  });
  return [
    { id: "mer", type: "background", paint: { "background-color": color("surface") } },
    {
      id: "terre",
      type: "fill",
      source: "fond",
      "source-layer": "regions",
      paint: { "fill-color": color("m-0"), "fill-antialias": false },
    },
    {
      id: "densite",
      type: "fill",
      source: "fond",
      "source-layer": "departements",
      paint: {
        "fill-color": fill,
        "fill-antialias": false,
        "fill-opacity": ["interpolate", ["linear"], ["zoom"], 6, 1, 8, 0.2],
      },
    },
    line("communes", "communes", "m-line", 0.7),
    line("departements", "departements", "m-line", ["interpolate", ["linear"], ["zoom"], 5, 0.8, 10, 2.5]),
    { ...line("regions", "regions", "c-ghost", 2), maxzoom: 8 }, // from near, departments say enough
  ];
}

function names(color) {
  const halo = { "text-color": color("ink"), "text-halo-color": color("m-0"), "text-halo-width": 1.8 };
  const label = (id, kind, more, layout) => ({
    id,
    type: "symbol",
    source: "fond",
    "source-layer": "noms",
    filter: ["==", ["get", "kind"], kind],
    layout: { "text-field": ["get", "name"], "text-max-width": 8, "symbol-sort-key": ["get", "rank"], ...layout },
    paint: halo,
    ...more,
  });
  return [
    label("noms-communes", "commune", { minzoom: 9 }, { "text-font": FONT, "text-size": 13, "text-anchor": "top", "text-offset": [0, 0.6] }),
    label("noms-departements", "departement", { maxzoom: 11 }, { "text-font": BOLD, "text-size": 14 }),
  ];
}

function offers(color) {
  const count = ["get", "count"];
  const thousands = ["number-format", ["/", count, 1000], { locale: "fr-FR", "max-fraction-digits": 1 }];
  const dot = (id, filter, radius) => ({
    id,
    type: "circle",
    source: "offres",
    "source-layer": "offres",
    filter,
    paint: {
      "circle-color": color("accent"),
      "circle-radius": radius,
      "circle-stroke-color": color("surface"),
      "circle-stroke-width": 2.5,
    },
  });
  const text = (id, filter, layout, paint, more = {}) => ({
    id,
    type: "symbol",
    source: "offres",
    "source-layer": "offres",
    filter,
    layout,
    paint,
    ...more,
  });
  return [
    {
      id: "rayon",
      type: "line",
      source: "rayon",
      paint: { "line-color": color("ink"), "line-width": 2, "line-dasharray": [3, 2.5] },
    },
    dot("offres", ["==", count, 1], 8),
    dot("groupes", [">", count, 1], ["interpolate", ["linear"], ["sqrt", count], 1.4, 13, 40, 30]),
    text(
      "intitules",
      ["has", "title"],
      { "text-field": ["get", "title"], "text-font": FONT, "text-size": 13, "text-offset": [0, 1], "text-anchor": "top" },
      { "text-color": color("ink"), "text-halo-color": color("m-0"), "text-halo-width": 1.8 },
      { minzoom: 13 },
    ),
    // Above the titles: a symbol of a higher layer takes its room first.
    text(
      "nombres",
      [">", count, 1],
      {
        "text-field": ["case", [">=", count, 1000], ["concat", thousands, " k"], ["to-string", count]],
        "text-font": BOLD,
        "text-size": 14,
        "text-allow-overlap": true,
      },
      { "text-color": color("on-accent") },
    ),
  ];
}

/* Our own style, or the base map of the State under our offers when the operator set one. */
async function style(box, steps) {
  const color = tokens();
  const ours = sources(box);
  if (!box.dataset.style) {
    return { version: 8, sources: ours, layers: [...ground(color, steps), ...names(color), ...offers(color)] };
  }
  const theirs = await (await fetch(box.dataset.style)).json();
  delete theirs.glyphs; // names are drawn here, with fonts at hand
  delete ours.fond;
  return { ...theirs, sources: { ...theirs.sources, ...ours }, layers: [...theirs.layers, ...offers(color)] };
}

/* -- what opens --------------------------------------------------------------------------------------------------- */

/* A bubble with what the server says of that spot: the same words as the list, and the same marks. */
async function open(library, map, box, feature) {
  const query = new URLSearchParams(box.dataset.query);
  if (box.dataset.placeKey) query.set("code", box.dataset.placeKey);
  const answer = await fetch(`${box.dataset.here.replace("0/0/0", feature.properties.at)}?${query}`);
  if (!answer.ok) return;
  new library.Popup({ maxWidth: "20rem", offset: 14 })
    .setLngLat(feature.geometry.coordinates)
    .setHTML(await answer.text())
    .addTo(map)
    .on("close", () => map.getCanvas().focus());
}

function press(library, map, box, point, reach = 4) {
  const area = [
    [point.x - reach, point.y - reach],
    [point.x + reach, point.y + reach],
  ];
  const [feature] = map.queryRenderedFeatures(area, { layers: OFFERS });
  if (!feature) return;
  if (feature.properties.at.startsWith(ON_ONE_SPOT) || map.getZoom() >= FINEST) open(library, map, box, feature);
  else map.easeTo({ center: feature.geometry.coordinates, zoom: Math.min(map.getZoom() + 2, FINEST) });
}

/* "Search here": the same search around the centre, as far as the nearest edge of what is seen. */
function followZone(map, box, link) {
  const centre = map.getCenter();
  const bounds = map.getBounds();
  const down = ((bounds.getNorth() - bounds.getSouth()) / 2) * KM_PER_DEGREE;
  const across = ((bounds.getEast() - bounds.getWest()) / 2) * KM_PER_DEGREE * Math.cos((centre.lat * Math.PI) / 180);
  const query = new URLSearchParams(box.dataset.query);
  query.set("code", `@${centre.lat.toFixed(3)},${centre.lng.toFixed(3)}`);
  query.set("rayon", Math.min(Math.max(Math.round(Math.min(down, across)), 1), RADIUS_MOST));
  link.href = `${box.dataset.search}?${query}`;
  link.hidden = false;
}

/* The place searched: the honey drop of the drawing, taken from its template. */
function dropPin(library, map, box) {
  const element = document.getElementById("repere").content.firstElementChild.cloneNode(true);
  new library.Marker({ element, anchor: "bottom" }).setLngLat(numbers(box.dataset.place)).addTo(map);
  element.setAttribute("aria-label", box.dataset.placeName); // after the library wrote its own
}

/* -- from beginning to end ---------------------------------------------------------------------------------------- */

async function draw(box) {
  const steps = JSON.parse(document.getElementById("paliers").textContent);
  const library = await import(box.dataset.library);
  library.setWorkerUrl(new URL(box.dataset.worker, location.href).href);
  const [west, south, east, north] = numbers(box.dataset.bounds);
  const isStill = prefers("reduced-motion: reduce").matches;
  box.hidden = false;
  const map = new library.Map({
    container: box,
    style: await style(box, steps),
    bounds: [west, south, east, north],
    maxZoom: 18,
    minZoom: 2,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: isStill ? 0 : 140,
    attributionControl: box.dataset.style ? { compact: false } : false,
    cooperativeGestures: false,
    locale: FRENCH,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-label", box.dataset.label);

  map.once("idle", () => (box.dataset.mapReady = ""));
  map.on("click", (event) => press(library, map, box, event.point));
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter") press(library, map, box, map.project(map.getCenter()), TOUCH);
  });
  for (const layer of OFFERS) {
    map.on("mouseenter", layer, () => (canvas.style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (canvas.style.cursor = ""));
  }
  const zone = document.getElementById("zone");
  map.on("moveend", (event) => event.originalEvent && followZone(map, box, zone));
  prefers("color-scheme: dark").addEventListener("change", async () => map.setStyle(await style(box, steps)));
  if (box.dataset.place) dropPin(library, map, box);
}

const box = document.getElementById("carte-vive");
draw(box).catch((reason) => {
  box.hidden = true; // the drawing of the server says the same
  console.warn("La carte animée ne peut pas s’afficher :", reason);
});
