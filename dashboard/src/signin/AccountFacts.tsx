/** The time zone and the currency of a new account, which all its reports are told in. */

import { Field } from './Field';

const ZONES = Intl.supportedValuesOf('timeZone');
const CURRENCIES = Intl.supportedValuesOf('currency');
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function AccountFacts() {
  return (
    <>
      <Field
        label="Time zone, in which days begin and end"
        name="timezone"
        list="zones"
        options={ZONES}
        defaultValue={HERE}
      />
      <Field
        label="Currency, in which everything is told"
        name="currency"
        list="currencies"
        options={CURRENCIES}
        defaultValue="USD"
        pattern="[A-Z]{3}"
      />
    </>
  );
}
