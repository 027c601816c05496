; Not run so far: no Windows PC was at hand. Written by the manual of Inno Setup 6; tests/package/test_installer.py reads its rules only.
;
; The installer for one user, without administrator's rights. build/package.py calls it:
;   iscc /DVersion=0.1.0 /DSource=dist\branch_desk /DOut=dist /DScratch=.scratch\package build\installer\branch_desk.iss
; What is the user's own, the ledger above all, lies elsewhere ({localappdata}\branch_desk, or where BRANCH_DESK_HOME
; says): an upgrade replaces the program alone, and taking it away deletes nothing that a person has recorded.

#ifndef Version
  #error The version comes from branch_desk/__init__.py by build/package.py: /DVersion=
#endif
#ifndef Source
  #error The folder that PyInstaller made: /DSource=
#endif
#ifndef Out
  #define Out "."
#endif
#ifndef Scratch
  #define Scratch "."
#endif

[Setup]
AppId={{6C0B6C1E-5B0B-4E0C-9E0D-7B1C3A5D2F10}
AppName=書類回送
AppVersion={#Version}
AppVerName=書類回送 {#Version}
AppPublisher=branch_desk
VersionInfoVersion={#Version}
; for whoever is logged in: nobody has an administrator's password at the counter
PrivilegesRequired=lowest
DefaultDirName={localappdata}\Programs\branch_desk
DisableDirPage=yes
DisableProgramGroupPage=yes
DefaultGroupName=書類回送
MinVersion=10.0
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; a program that is open is asked to close, never ended by force: what is half typed is for the clerk to finish
CloseApplications=yes
CloseApplicationsFilter=branch-desk.exe,branch-desk-window.exe
RestartApplications=no
SetupMutex=branch_desk_setup
OutputDir={#Out}
OutputBaseFilename=branch_desk-{#Version}-setup
SetupIconFile={#Scratch}\branch_desk\branch_desk.ico
UninstallDisplayIcon={app}\branch-desk-window.exe
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ShowLanguageDialog=no

[Languages]
Name: "ja"; MessagesFile: "compiler:Languages\Japanese.isl"

[Messages]
ja.WelcomeLabel2=このPCに書類回送 {#Version} を入れます。%n%n管理者の権限は要りません。これまでの台帳は、そのまま残ります。
ja.FinishedLabel=書類回送を入れました。スタートメニューか、デスクトップのアイコンから始められます。
ja.ConfirmUninstall=%1 を削除します。よろしいですか？%n%n台帳と鍵は削除しません。もう一度入れると、続きから使えます。

[CustomMessages]
ja.Desktop=デスクトップにアイコンを置く
ja.Start=書類回送を始める
ja.Kept=プログラムを削除しました。%n%n台帳と鍵は、次のフォルダーに残っています。%n%1%n%n個人情報の保存期間が過ぎるまで、消さずに保管してください。

[Tasks]
Name: "desktop"; Description: "{cm:Desktop}"

[InstallDelete]
; the parts of the version before; never more than the program's own folder
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{app}\LICENSES"

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{group}\書類回送"; Filename: "{app}\branch-desk-window.exe"
Name: "{userdesktop}\書類回送"; Filename: "{app}\branch-desk-window.exe"; Tasks: desktop

[Run]
Filename: "{app}\branch-desk-window.exe"; Description: "{cm:Start}"; Flags: nowait postinstall skipifsilent

[Code]
procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Home: String;
begin
  if (Step = usPostUninstall) and not UninstallSilent then
  begin
    Home := GetEnv('BRANCH_DESK_HOME');
    if Home = '' then
      Home := ExpandConstant('{localappdata}\branch_desk');
    if DirExists(Home) then
      MsgBox(FmtMessage(CustomMessage('Kept'), [Home]), mbInformation, MB_OK);
  end;
end;
