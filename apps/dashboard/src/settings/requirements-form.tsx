import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { queryClient, trpc } from "../api/client.ts";
import { MemberPicker } from "../members/member-picker.tsx";
import { useOrganization } from "../session/organization.tsx";
import { useFieldForm } from "../ui/field-form.ts";
import { ChevronIcon } from "../ui/icons.tsx";
import { Refused } from "../ui/refused.tsx";
import { SubmitButton } from "../ui/submit-button.tsx";
import { organization as words } from "../words/organization.ts";
import { type Requirements, requirementsOptions } from "./queries.ts";
import { type RequirementValues, requirementsOf, valuesOf } from "./requirement-values.ts";
import { type Asked, RequirementsDialog } from "./requirements-dialog.tsx";
import { RoleBoxes } from "./role-boxes.tsx";
import classes from "./settings.module.css";

const says = words.requirements;
const text = z.string();
const schema = z
  .strictObject({
    mfa: text,
    mfaRoles: text,
    sessionHours: text.regex(/^\s*([1-9]\d*)?\s*$/, says.sessionHoursWrong),
    emailDomains: text,
    addressRanges: text,
    breakGlassUserId: text,
  })
  .refine(({ mfa, mfaRoles }) => mfa !== "roles" || mfaRoles !== "", {
    path: ["mfaRoles"],
    message: says.mfaRolesMissing,
  });

const FACTOR_CHOICES = (["none", "roles", "all"] as const).map((value) => ({ value, label: says.mfaChoices[value] }));

const OWNERS = { role: "owner" };

interface RequirementsFormProps {
  readonly requirements: Requirements;
}

/** What the organization demands of its members; it says whom that concerns before it saves it. */
function Form({ requirements }: RequirementsFormProps) {
  const { id: organizationId, role } = useOrganization();
  const [asked, setAsked] = useState<Asked | null>(null);
  const send = async (values: RequirementValues) => {
    const next = requirementsOf(values);
    const input = { organizationId, ...next };
    const preview = await queryClient.fetchQuery({
      ...trpc.organization.previewRequirements.queryOptions(input),
      staleTime: 0,
    });
    setAsked({ next, preview });
  };
  const initialValues = valuesOf(requirements);
  const { form, isBusy, refusal, formProps } = useFieldForm<RequirementValues>({ initialValues, schema, send });
  const select = { size: "md", rightSection: <ChevronIcon size={16} /> } as const;
  return (
    <>
      <form {...formProps} className={classes.form}>
        <p className={classes.hint}>{says.lead}</p>
        <NativeSelect label={says.mfa} {...select} data={FACTOR_CHOICES} {...form.getInputProps("mfa")} />
        {form.values.mfa === "roles" && (
          <RoleBoxes
            value={form.values.mfaRoles}
            error={form.errors.mfaRoles}
            onChange={(value) => form.setFieldValue("mfaRoles", value)}
          />
        )}
        <TextInput
          label={says.sessionHours}
          description={says.sessionHoursHint}
          inputMode="numeric"
          {...form.getInputProps("sessionHours")}
        />
        <Textarea
          label={says.emailDomains}
          description={says.emailDomainsHint}
          rows={2}
          {...form.getInputProps("emailDomains")}
        />
        <Textarea
          label={says.addressRanges}
          description={says.addressRangesHint}
          rows={2}
          {...form.getInputProps("addressRanges")}
        />
        <MemberPicker
          label={says.breakGlass}
          description={role === "owner" ? says.breakGlassHint : says.breakGlassOwners}
          nobody={says.nobody}
          among={OWNERS}
          disabled={role !== "owner"}
          {...form.getInputProps("breakGlassUserId")}
          value={form.values.breakGlassUserId}
        />
        <Refused refusal={refusal} />
        <div>
          <SubmitButton isBusy={isBusy} busy={says.busy}>
            {says.submit}
          </SubmitButton>
        </div>
      </form>
      <RequirementsDialog organizationId={organizationId} asked={asked} onClose={() => setAsked(null)} />
    </>
  );
}

/** The form, anew whenever something else is saved than it was made of. */
export function RequirementsForm() {
  const { data: requirements } = useSuspenseQuery(requirementsOptions(useOrganization().id));
  return <Form key={JSON.stringify(requirements)} requirements={requirements} />;
}
