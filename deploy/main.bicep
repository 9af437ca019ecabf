// Rutinboten in Azure Container Apps in an EU region, with its Azure Bot. One instance, SQLite on a file share
// is not for this: the database is PostgreSQL. az deployment group create -g GROUP -f deploy/main.bicep

@description('An EU region. The Azure Bot itself is put in westeurope, so that its data stays in the EU.')
@allowed(['swedencentral', 'westeurope', 'northeurope'])
param location string = 'swedencentral'

@description('Where the image lies, as registry.example/rutinboten:0.1.0')
param image string

@description('The app id of the app registration in Entra (single tenant)')
param appId string

@description('The https address that BOT_PUBLIC_URL is to have; the name points to the app in DNS')
param publicUrl string

@secure()
param appPassword string

@secure()
@minLength(32)
param secretKey string

@secure()
@description('postgresql://user:password@host/database')
param databaseUrl string

@description('Entra object ids of the first reviewers, with commas between')
param reviewers string

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'rutinboten-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 90
  }
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: 'rutinboten'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: 'rutinboten'
  location: location
  properties: {
    managedEnvironmentId: environment.id
    configuration: {
      ingress: {
        external: true
        targetPort: 3978
        allowInsecure: false
      }
      secrets: [
        { name: 'app-password', value: appPassword }
        { name: 'secret-key', value: secretKey }
        { name: 'database-url', value: databaseUrl }
      ]
    }
    template: {
      containers: [
        {
          name: 'rutinboten'
          image: image
          resources: { cpu: json('1.0'), memory: '2Gi' }
          env: [
            { name: 'BOT_APP_ID', value: appId }
            { name: 'BOT_TENANT_ID', value: tenant().tenantId }
            { name: 'BOT_PUBLIC_URL', value: publicUrl }
            { name: 'BOT_REVIEWERS', value: reviewers }
            { name: 'BOT_APP_PASSWORD', secretRef: 'app-password' }
            { name: 'BOT_SECRET_KEY', secretRef: 'secret-key' }
            { name: 'BOT_DATABASE_URL', secretRef: 'database-url' }
            { name: 'BOT_KEPT_BASES', value: '/tmp/bases' }
            { name: 'BOT_CACHE', value: '/tmp/cache' }
          ]
          probes: [
            { type: 'Liveness', httpGet: { path: '/healthz', port: 3978 }, initialDelaySeconds: 60 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: 3978 }, initialDelaySeconds: 10 }
          ]
        }
      ]
      scale: { minReplicas: 1, maxReplicas: 1 }
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: 'rutinboten-${uniqueString(resourceGroup().id)}'
  location: 'westeurope'
  kind: 'azurebot'
  sku: { name: 'S1' }
  properties: {
    displayName: 'Rutinboten'
    endpoint: '${publicUrl}/api/messages'
    msaAppId: appId
    msaAppType: 'SingleTenant'
    msaAppTenantId: tenant().tenantId
    schemaTransformationVersion: '1.3'
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'westeurope'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: { isEnabled: true }
  }
}
