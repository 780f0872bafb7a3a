import type { ReactNode } from "react";

interface IconProps {
  /** Edge in pixels. */
  readonly size?: number;
}

// Drawn for this register: one weight, square joints. All are decoration beside a word or a label.
const drawn = (strokes: ReactNode) =>
  function Icon({ size = 18 }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="miter"
        aria-hidden
      >
        {strokes}
      </svg>
    );
  };

export const DocumentIcon = drawn(<path d="M6 3h9l4 4v14H6zM15 3v4h4M9.5 12h6M9.5 16h6" />);
export const MembersIcon = drawn(
  <>
    <circle cx="9" cy="8" r="3.5" />
    <path d="M2.5 20.5c0-4 2.7-6.5 6.5-6.5s6.5 2.5 6.5 6.5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.4c2.5.7 4 3 4 6.1" />
  </>,
);
export const SettingsIcon = drawn(
  <>
    <path d="M3 7h10M19 7h2M3 17h2M11 17h10" />
    <circle cx="16" cy="7" r="2.6" />
    <circle cx="8" cy="17" r="2.6" />
  </>,
);
export const SecurityIcon = drawn(
  <>
    <path d="M12 2.8 4.5 5.6v5.6c0 4.7 3 8.2 7.5 10 4.5-1.8 7.5-5.3 7.5-10V5.6z" />
    <circle cx="12" cy="10.5" r="1.4" />
    <path d="M12 12v3.5" />
  </>,
);
export const AccountIcon = drawn(
  <>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.5 20.5c0-4.2 3.1-6.5 7.5-6.5s7.5 2.3 7.5 6.5" />
  </>,
);
export const AuditIcon = drawn(<path d="M5 3h14v18H5zM8.5 8h7M8.5 12h7M8.5 16h4" />);
export const ProgramIcon = drawn(<path d="M3 4.5h18v15H3zM7 10l3 2.5L7 15M12 15h5" />);
export const SunIcon = drawn(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v2.5M12 19v2.5M2.5 12h2.5M19 12h2.5M5.3 5.3l1.8 1.8M16.9 16.9l1.8 1.8M5.3 18.7l1.8-1.8M16.9 7.1l1.8-1.8" />
  </>,
);
export const MoonIcon = drawn(<path d="M19.5 14.8A8 8 0 0 1 9.2 4.5a8 8 0 1 0 10.3 10.3z" />);
export const SystemIcon = drawn(<path d="M3 4.5h18v12H3zM9 20.5h6M12 16.5v4" />);
export const MenuIcon = drawn(<path d="M3.5 6.5h17M3.5 12h17M3.5 17.5h17" />);
export const ChevronIcon = drawn(<path d="m8 9.5 4-4 4 4M8 14.5l4 4 4-4" />);
export const BackIcon = drawn(<path d="M19.5 12H5M10.5 6 4.7 12l5.8 6" />);
export const CheckIcon = drawn(<path d="m4.5 12.5 5 5 10-11" />);
export const NoneIcon = drawn(
  <>
    <circle cx="12" cy="12" r="8" />
    <path d="M6.5 6.5l11 11" />
  </>,
);
export const MoreIcon = drawn(<path d="M5 11h2v2H5zM11 11h2v2h-2zM17 11h2v2h-2z" />);
export const RolesIcon = drawn(
  <>
    <circle cx="7.5" cy="16.5" r="3.7" />
    <path d="M10.2 13.8 20 4M15.5 8.5l3 3M18 6l2.5 2.5" />
  </>,
);
export const AccessIcon = drawn(<path d="M5 21V9a7 7 0 0 1 14 0v12M5 14h14M9 14v7M15 14v7" />);
export const HouseIcon = drawn(<path d="M4 20.5V9.5l8-6 8 6v11zM9.5 20.5v-6h5v6" />);
export const PlusIcon = drawn(<path d="M12 5v14M5 12h14" />);
export const LeaveIcon = drawn(<path d="M14 4H5v16h9M10 12h11M17 8l4 4-4 4" />);
export const CloseIcon = drawn(<path d="m6 6 12 12M18 6 6 18" />);
export const SearchIcon = drawn(
  <>
    <circle cx="10.5" cy="10.5" r="6.5" />
    <path d="m15.3 15.3 5.2 5.2" />
  </>,
);
export const EyeIcon = drawn(
  <>
    <path d="M2.5 12C4.5 8 8 5.8 12 5.8s7.5 2.2 9.5 6.2c-2 4-5.5 6.2-9.5 6.2S4.5 16 2.5 12z" />
    <circle cx="12" cy="12" r="2.7" />
  </>,
);
export const EyeOffIcon = drawn(
  <path d="M4.5 4.5l15 15M9.9 6c.7-.1 1.4-.2 2.1-.2 4 0 7.5 2.2 9.5 6.2a12 12 0 0 1-3 3.7M14 17.9c-.7.2-1.3.3-2 .3-4 0-7.5-2.2-9.5-6.2a12 12 0 0 1 3.9-4.5" />,
);
