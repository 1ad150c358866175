// The mark and the name of the product.
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2.5">
      <svg aria-hidden viewBox="0 0 32 32" className="size-8">
        <rect width="32" height="32" rx="9" fill="#0f766e" />
        <rect x="7" y="17" width="4.5" height="8" rx="1.5" fill="#99f6e4" />
        <rect x="13.75" y="12" width="4.5" height="13" rx="1.5" fill="#fff" />
        <rect x="20.5" y="7" width="4.5" height="18" rx="1.5" fill="#fdba74" />
      </svg>
      <span className="text-lg font-semibold tracking-tight">EMS</span>
    </span>
  )
}
