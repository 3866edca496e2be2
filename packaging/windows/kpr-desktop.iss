; Inno Setup 6. packaging\windows\build.ps1 runs it; Version comes from there.
; Per user and without an administrator: into %LOCALAPPDATA%\Programs. Vaults are the user's own files: neither setup nor
; removal touches them.
#ifndef Version
  #error Start build.ps1: it knows the version
#endif

[Setup]
AppId={{6B0C9D0E-51B5-4D5C-9C6A-4B5052444B01}
AppName=KPR Desktop
AppVersion={#Version}
AppPublisher=The KPR Desktop developers
SourceDir=..\..
DefaultDirName={localappdata}\Programs\KPR Desktop
DefaultGroupName=KPR Desktop
DisableProgramGroupPage=yes
DisableDirPage=auto
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=LICENSE
OutputDir=build\pack
OutputBaseFilename=KPR-Desktop-{#Version}-setup
SetupIconFile=build\pack\icons\kpr-desktop.ico
UninstallDisplayIcon={app}\kpr-desktop.exe
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
CloseApplications=yes

[Languages]
Name: "nb"; MessagesFile: "compiler:Languages\Norwegian.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
nb.Vault=KPR-hvelv
en.Vault=KPR vault
nb.OnDesktop=Snarvei på skrivebordet
en.OnDesktop=Shortcut on the desktop
nb.Start=Start KPR Desktop
en.Start=Start KPR Desktop

[Tasks]
Name: desktopicon; Description: "{cm:OnDesktop}"; Flags: unchecked

[InstallDelete]
; What an older version brought and this one does not must not be loaded.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "build\pack\dist\kpr-desktop\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{group}\KPR Desktop"; Filename: "{app}\kpr-desktop.exe"
Name: "{userdesktop}\KPR Desktop"; Filename: "{app}\kpr-desktop.exe"; Tasks: desktopicon

[Registry]
Root: HKCU; Subkey: "Software\Classes\.kpr\OpenWithProgids"; ValueType: string; ValueName: "KPRDesktop.Vault"; ValueData: ""; Flags: uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\KPRDesktop.Vault"; ValueType: string; ValueData: "{cm:Vault}"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\KPRDesktop.Vault\DefaultIcon"; ValueType: string; ValueData: "{app}\kpr-desktop.exe,0"
Root: HKCU; Subkey: "Software\Classes\KPRDesktop.Vault\shell\open\command"; ValueType: string; ValueData: """{app}\kpr-desktop.exe"" ""%1"""

[Run]
Filename: "{app}\kpr-desktop.exe"; Description: "{cm:Start}"; Flags: nowait postinstall skipifsilent
