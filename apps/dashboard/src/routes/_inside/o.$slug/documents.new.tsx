import { createFileRoute } from "@tanstack/react-router";
import { NewDocument } from "../../../documents/new-document.tsx";
import { useMay } from "../../../session/organization.tsx";
import { Missing } from "../../../ui/missing.tsx";
import { words } from "../../../words.ts";

export const Route = createFileRoute("/_inside/o/$slug/documents/new")({
  component: () =>
    useMay("document:write") ? <NewDocument /> : <Missing explanation={words.failure.missing(["document:write"])} />,
});
