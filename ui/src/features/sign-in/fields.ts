const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const domain = /^(?=.{3,255}$)([a-z0-9](-*[a-z0-9])*\.)+[a-z0-9-]{2,63}$/iu;

/** What is wrong with a tenant as typed; undefined: nothing that can be seen from here. */
export function tenantProblem(value: string): string | undefined {
  const tenant = value.trim();
  if (tenant === "") {
    return "Enter the tenant: a domain such as contoso.com, or its ID.";
  }
  return guid.test(tenant) || domain.test(tenant)
    ? undefined
    : "This is neither a domain nor a tenant ID.";
}

/** What is wrong with an application (client) ID as typed. */
export function clientIdProblem(value: string): string | undefined {
  const id = value.trim();
  if (id === "") {
    return "Enter the application (client) ID of Usher’s app registration.";
  }
  return guid.test(id) ? undefined : "An application (client) ID is a GUID of 36 characters.";
}
