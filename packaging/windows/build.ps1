# Builds the installer on Windows 10 or 11: build\pack\KPR-Desktop-<version>-setup.exe, and a zip for a memory stick.
# Needs Python 3.11 or newer (64 bit) and Inno Setup 6. Nothing here needs an administrator.
#
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
#
# Signs both programs and the installer when KPR_SIGN_PFX names a certificate file (and KPR_SIGN_PASSPHRASE opens it).
# KPR_SIGN_TIMESTAMP: address of the time stamp service of the certificate's issuer; without it nothing is time-stamped.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
$python = if ($env:PYTHON) { $env:PYTHON } else { "python" }

function Invoke-Step([string]$what, [scriptblock]$step) {
    Write-Host "== $what"
    & $step
    if ($LASTEXITCODE -ne 0) { throw "$what ended with $LASTEXITCODE" }
}

function Find-Tool([string]$name, [string[]]$places) {
    $found = Get-Command $name -ErrorAction SilentlyContinue
    if ($found) { return $found.Source }
    foreach ($place in $places) {
        $hit = Get-ChildItem $place -ErrorAction SilentlyContinue | Sort-Object FullName | Select-Object -Last 1
        if ($hit) { return $hit.FullName }
    }
    throw "$name was not found"
}

function Set-Signature([string]$file) {
    if (-not $env:KPR_SIGN_PFX) { return }
    $tool = Find-Tool "signtool.exe" @("${env:ProgramFiles(x86)}\Windows Kits\10\bin\*\x64\signtool.exe")
    $words = @("sign", "/fd", "SHA256", "/f", $env:KPR_SIGN_PFX)
    if ($env:KPR_SIGN_PASSPHRASE) { $words += @("/p", $env:KPR_SIGN_PASSPHRASE) }
    if ($env:KPR_SIGN_TIMESTAMP) { $words += @("/tr", $env:KPR_SIGN_TIMESTAMP, "/td", "SHA256") }
    Invoke-Step "signing $file" { & $tool @words $file }
    Invoke-Step "checking $file" { & $tool verify /pa /v $file }
}

Invoke-Step "the programs" { & $python packaging\app\build.py }
$version = (Select-String -Path kpr_desktop\__init__.py -Pattern '__version__ = "([^"]+)"').Matches[0].Groups[1].Value
$folder = "build\pack\dist\kpr-desktop"
Set-Signature "$folder\kpr-desktop.exe"
Set-Signature "$folder\kpr.exe"

$inno = Find-Tool "ISCC.exe" @("${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe", "$env:ProgramFiles\Inno Setup 6\ISCC.exe", "$env:LOCALAPPDATA\Programs\Inno Setup 6\ISCC.exe")
Invoke-Step "the installer" { & $inno /Qp "/DVersion=$version" packaging\windows\kpr-desktop.iss }
Set-Signature "build\pack\KPR-Desktop-$version-setup.exe"

# The stick: the same folder with its marker. It is for training only (docs/decisions/0019-installation.md).
$stick = "build\pack\stick\KPR-Desktop"
if (Test-Path build\pack\stick) { Remove-Item -Recurse -Force build\pack\stick }
New-Item -ItemType Directory -Force build\pack\stick | Out-Null
Copy-Item -Recurse $folder $stick
Set-Content -Encoding ascii "$stick\portable.txt" "This program is carried: it keeps everything in kpr-data beside it, and is for training only."
Compress-Archive -Force -Path $stick -DestinationPath "build\pack\KPR-Desktop-$version-minnepinne.zip"
Get-ChildItem build\pack\*.exe, build\pack\*.zip | ForEach-Object { "{0}  {1:N0} MB" -f $_.Name, ($_.Length / 1MB) }
