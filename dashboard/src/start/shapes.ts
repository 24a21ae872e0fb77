/** The shapes of answers on the way to the first report. */

/** How much has come in of each kind. */
export interface Started {
  page_views: number;
  contacts: number;
  orders: number;
  ad_days: number;
  first_page_view_at: string | null;
}

export interface Integration {
  integration_id: string;
  name: string;
}
