/** The mark of Headwater: a drop, and in it the stream that it becomes. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" className="mark">
      <path
        d="M12 1.5c4 5.2 7.5 8.9 7.5 13.2a7.5 7.5 0 0 1-15 0C4.5 10.4 8 6.7 12 1.5Z"
        className="mark-drop"
      />
      <path d="M7.5 14.5c1.5-1.3 3-1.3 4.5 0s3 1.3 4.5 0" className="mark-stream" />
    </svg>
  );
}
