/** The pages that look into one report each. */

import { Explorer } from './Explorer';

export const Leads = () => <Explorer report="leads" />;
export const Revenue = () => <Explorer report="revenue" />;
export const Ads = () => <Explorer report="ads" />;
export const Subscriptions = () => <Explorer report="subscriptions" />;
export const Products = () => <Explorer report="products" />;
export const Traffic = () => <Explorer report="traffic" />;
