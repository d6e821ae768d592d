import type { DownloadFormat } from '../query/table-reader.ts'

/** Of what is no file but an interface there is no media type. */
export type FileFormat = { readonly name: string; readonly mediaType?: string }

/**
 * Formats that catalogues in Switzerland really use and stewards choose from (`file-types.ts` has all that may come from elsewhere): the code of the EU vocabulary «file-type» (version 20231213-0,
 * http://publications.europa.eu/resource/authority/file-type), what people call it, and its media type (IANA, Media Types registry).
 */
export const fileFormats: Readonly<Record<string, FileFormat>> = {
  CSV: { name: 'CSV', mediaType: 'text/csv' },
  TSV: { name: 'TSV', mediaType: 'text/tab-separated-values' },
  JSON: { name: 'JSON', mediaType: 'application/json' },
  JSON_LD: { name: 'JSON-LD', mediaType: 'application/ld+json' },
  GEOJSON: { name: 'GeoJSON', mediaType: 'application/geo+json' },
  XLSX: { name: 'Excel (XLSX)', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  XLS: { name: 'Excel (XLS)', mediaType: 'application/vnd.ms-excel' },
  ODS: { name: 'OpenDocument (ODS)', mediaType: 'application/vnd.oasis.opendocument.spreadsheet' },
  PARQUET: { name: 'Parquet', mediaType: 'application/vnd.apache.parquet' },
  XML: { name: 'XML', mediaType: 'application/xml' },
  RDF_XML: { name: 'RDF/XML', mediaType: 'application/rdf+xml' },
  RDF_TURTLE: { name: 'Turtle', mediaType: 'text/turtle' },
  PDF: { name: 'PDF', mediaType: 'application/pdf' },
  HTML: { name: 'HTML', mediaType: 'text/html' },
  TXT: { name: 'Text', mediaType: 'text/plain' },
  ZIP: { name: 'ZIP', mediaType: 'application/zip' },
  GPKG: { name: 'GeoPackage', mediaType: 'application/geopackage+sqlite3' },
  KML: { name: 'KML', mediaType: 'application/vnd.google-earth.kml+xml' },
  GML: { name: 'GML', mediaType: 'application/gml+xml' },
  SHP: { name: 'Shapefile', mediaType: 'application/vnd.shp' },
  TIFF: { name: 'TIFF', mediaType: 'image/tiff' },
  PNG: { name: 'PNG', mediaType: 'image/png' },
  JPEG: { name: 'JPEG', mediaType: 'image/jpeg' },
  ICS: { name: 'iCalendar', mediaType: 'text/calendar' },
  WMS_SRVC: { name: 'WMS' },
  WMTS_SRVC: { name: 'WMTS' },
  WFS_SRVC: { name: 'WFS' },
  WCS_SRVC: { name: 'WCS' },
  MAP_SRVC: { name: 'Map Service' },
  REST: { name: 'REST' },
}

/** The code of each format that tables are downloaded in; lines of JSON are said to be JSON, as the vocabulary has no word of its own. */
export const downloadCodes: Readonly<Record<DownloadFormat, string>> = {
  csv: 'CSV',
  tsv: 'TSV',
  json: 'JSON',
  ndjson: 'JSON',
  xlsx: 'XLSX',
  geojson: 'GEOJSON',
  parquet: 'PARQUET',
}
