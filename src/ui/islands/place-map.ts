import boundariesUrl from 'virtual:boundaries'
import { Map as MapLibre, Marker, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { fill, make } from './dom.ts'
import { isNearLucerne, type Lv95, toLv95, toWgs84 } from './lv95.ts'

// Trusted Types are required: the one script address that may be made from a text is the map's own worker.
window.trustedTypes?.createPolicy('default', {
  createScriptURL: (url) => (new URL(url, location.href).pathname === workerUrl ? url : undefined),
})
setWorkerUrl(workerUrl)

const canton = { west: 7.836, south: 46.774, east: 8.515, north: 47.288 }

/** A map on which a place is set by touch, by keyboard or from the device; it fills the coordinate inputs. */
export function showPlaceMap(element: HTMLElement): void {
  const texts = element.dataset
  const [east, north] = [inputById(texts.east), inputById(texts.north)]
  if (!east || !north) return

  const canvas = make('div', { class: 'place-map-canvas' })
  const locate = make('button', { class: 'ds-button', type: 'button', 'data-variant': 'secondary' }, texts.locate ?? '')
  const status = make('p', { class: 'field-hint', role: 'status' })
  element.append(make('p', { class: 'field-hint' }, texts.help ?? ''), canvas, locate, status)

  const map = createMap(canvas, texts.label ?? '')
  const color = getComputedStyle(element).getPropertyValue('--ds-color-danger-base-default')
  const marker = new Marker({ color })

  const setPlace = (place: Lv95) => {
    if (!isNearLucerne(place)) {
      status.textContent = texts.outside ?? ''
      return
    }
    const [e, n] = [Math.round(place.east), Math.round(place.north)]
    east.value = String(e)
    north.value = String(n)
    show({ east: e, north: n })
    status.textContent = [fill(texts.located, { e, n }), municipalityAt(map, place)].filter(Boolean).join(' · ')
  }
  const show = (place: Lv95) => {
    const { longitude, latitude } = toWgs84(place)
    marker.setLngLat([longitude, latitude]).addTo(map)
  }
  const setFromInputs = () => {
    const place = { east: Number(east.value), north: Number(north.value) }
    if (isNearLucerne(place)) show(place)
  }

  map.on('click', ({ lngLat }) => setPlace(toLv95({ longitude: lngLat.lng, latitude: lngLat.lat })))
  map.getCanvas().addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    const { lng, lat } = map.getCenter()
    setPlace(toLv95({ longitude: lng, latitude: lat }))
  })
  locate.addEventListener('click', () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setPlace(toLv95(coords))
        map.flyTo({ center: [coords.longitude, coords.latitude], zoom: 14 })
      },
      () => {
        status.textContent = texts.denied ?? ''
      },
    ),
  )
  for (const input of [east, north]) input.addEventListener('change', setFromInputs)
  setFromInputs()
}

function inputById(id: string | undefined): HTMLInputElement | undefined {
  const element = document.getElementById(id ?? '')
  return element instanceof HTMLInputElement ? element : undefined
}

/** The name of the municipality in which a place in sight lies. */
function municipalityAt(map: MapLibre, place: Lv95): string | undefined {
  const { longitude, latitude } = toWgs84(place)
  const [found] = map.queryRenderedFeatures(map.project([longitude, latitude]), { layers: ['municipality'] })
  const name: unknown = found?.properties.name
  return typeof name === 'string' ? name : undefined
}

function createMap(container: HTMLElement, label: string): MapLibre {
  const style = getComputedStyle(container)
  const color = (name: string) => style.getPropertyValue(`--ds-color-${name}`).trim()
  const map = new MapLibre({
    container,
    attributionControl: false,
    bounds: [canton.west, canton.south, canton.east, canton.north],
    fitBoundsOptions: { padding: 12 },
    maxBounds: [canton.west - 2, canton.south - 1, canton.east + 2, canton.north + 1],
    cooperativeGestures: false,
    dragRotate: false,
    style: {
      version: 8,
      sources: { lucerne: { type: 'geojson', data: new URL(boundariesUrl, location.href).href } },
      layers: [
        { id: 'ground', type: 'background', paint: { 'background-color': color('neutral-background-tinted') } },
        {
          id: 'municipality',
          type: 'fill',
          source: 'lucerne',
          filter: ['==', ['get', 'kind'], 'municipality'],
          paint: {
            'fill-color': color('neutral-surface-default'),
            'fill-outline-color': color('neutral-border-default'),
          },
        },
        {
          id: 'lake',
          type: 'fill',
          source: 'lucerne',
          filter: ['==', ['get', 'kind'], 'lake'],
          paint: { 'fill-color': color('info-surface-active') },
        },
        {
          id: 'boundary',
          type: 'line',
          source: 'lucerne',
          filter: ['==', ['get', 'kind'], 'municipality'],
          paint: { 'line-color': color('neutral-border-default'), 'line-width': 1 },
        },
      ],
    },
  })
  map.getCanvas().setAttribute('aria-label', label)
  return map
}
