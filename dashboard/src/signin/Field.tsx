/** A labelled field of a form that must be filled in, with suggestions where there are any. */

interface FieldProps extends React.InputHTMLAttributes<HTMLInputElement> {
  label: string;
  options?: readonly string[];
}

export function Field({ label, options, ...input }: FieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <input className="input" required {...input} />
      {options && (
        <datalist id={input.list}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </label>
  );
}
