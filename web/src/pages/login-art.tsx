// The picture beside the sign-in form: a day in bars, one of them over its limit.
import { Brand } from '@/components/brand'
import { useWords } from '@/i18n'

const DAY = [
  18, 15, 14, 14, 16, 24, 41, 58, 49, 38, 34, 40, 47, 42, 36, 38, 50, 67, 82, 96, 78, 60, 39, 25,
]
const LIMIT = 88

export function LoginArt() {
  const [first, second, third] = useWords().frame.slogan
  return (
    <aside
      aria-hidden
      className="relative hidden flex-col justify-between overflow-hidden bg-[#08312d] p-10 text-white lg:flex"
    >
      <Brand />
      <p className="max-w-md text-4xl leading-[1.15] font-semibold tracking-tight">
        {first}
        <br />
        {second}
        <br />
        <span className="text-[#5eead4]">{third}</span>
      </p>
      <svg viewBox="0 0 480 200" className="-mx-2 w-[calc(100%+1rem)]">
        {DAY.map((height, hour) => (
          <rect
            key={hour}
            x={hour * 20 + 2}
            y={200 - height * 1.9}
            width={15}
            height={height * 1.9}
            rx={4}
            fill={height > LIMIT ? '#fb923c' : '#2dd4bf'}
            opacity={height > LIMIT ? 1 : 0.25 + height / 130}
          />
        ))}
        <line
          x1="0"
          x2="480"
          y1={200 - LIMIT * 1.9}
          y2={200 - LIMIT * 1.9}
          stroke="#fff"
          strokeOpacity=".55"
          strokeDasharray="4 5"
        />
      </svg>
    </aside>
  )
}
