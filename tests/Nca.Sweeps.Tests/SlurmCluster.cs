using System.Diagnostics;
using System.Security.Cryptography;

namespace Nca.Sweeps.Tests;

/// <summary>A real Slurm on this machine: one controller and two nodes, with keys, ports and folders of their own.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SlurmCluster : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-slurm-").FullName;
    private readonly List<Process> _daemons = [];

    private SlurmCluster() { }

    /// <summary>Path of its configuration, for the variable SLURM_CONF.</summary>
    public string Configuration => Path.Combine(_folder, "slurm.conf");

    /// <summary>Whether Slurm and munge are installed here and may be started: nodes need to be root.</summary>
    public static bool IsPossible =>
        OperatingSystem.IsLinux()
        && Environment.IsPrivilegedProcess
        && new[] { "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged", "/usr/bin/sbatch" }.All(File.Exists);

    public static async Task<SlurmCluster> StartAsync(CancellationToken cancellation)
    {
        var cluster = new SlurmCluster();
        try
        {
            await cluster.BeginAsync(cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>What one of Slurm's programs says.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = Configuration;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await error;
    }

    /// <summary>
    /// Ends a node as a power cut does: its daemons before what they run, or they would still report that a task was killed.
    /// </summary>
    public void Kill(string node)
    {
        var running = ProcessesOn(node);
        foreach (var step in running.Select(ParentOf).Where(IsStepDaemon).Distinct())
            KillQuietly(step);
        _daemons.Single(daemon => daemon.StartInfo.ArgumentList.Contains(node)).Kill(entireProcessTree: true);
        foreach (var process in running)
            KillQuietly(process);
    }

    /// <summary>Waits until what a program says fulfils a condition.</summary>
    public static async Task<string> WaitAsync(Func<Task<string>> ask, Func<string, bool> isSo, CancellationToken cancellation)
    {
        while (true)
        {
            var said = await ask();
            if (isSo(said))
                return said;
            await Task.Delay(100, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemons.Count > 1)
            await RunAsync("scancel", "--user=root");
        foreach (var daemon in Enumerable.Reverse(_daemons))
        {
            if (!daemon.HasExited)
                daemon.Kill(entireProcessTree: true);
            await daemon.WaitForExitAsync();
            daemon.Dispose();
        }

        foreach (var process in new[] { "n1", "n2" }.SelectMany(ProcessesOn))
            KillQuietly(process);
        Directory.Delete(_folder, recursive: true);
    }

    private static int[] ProcessesOn(string node) =>
        [
            .. Directory
                .GetDirectories("/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
                .Where(id => id > 0 && Read(id, "environ").Contains($"SLURMD_NODENAME={node}\0", StringComparison.Ordinal)),
        ];

    // The fourth word of stat, after the program's name in parentheses and the state.
    private static int ParentOf(int process) =>
        Read(process, "stat") is { Length: > 0 } text ? int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1]) : 0;

    private static bool IsStepDaemon(int process) => Read(process, "cmdline").Contains("slurmstepd", StringComparison.Ordinal);

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static void KillQuietly(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        var munge = Directory.CreateDirectory(Path.Combine(_folder, "munge"), (UnixFileMode)0b111_000_000).FullName;
        var key = Path.Combine(munge, "key");
        await File.WriteAllBytesAsync(key, RandomNumberGenerator.GetBytes(1024), cancellation);
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        foreach (var folder in new[] { "state", "n1", "n2" })
            Directory.CreateDirectory(Path.Combine(_folder, folder));
        await File.WriteAllTextAsync(Configuration, Text(munge), cancellation);
        Start(
            "/usr/sbin/munged",
            "--foreground",
            "--force",
            $"--key-file={key}",
            $"--socket={munge}/socket",
            $"--pid-file={munge}/pid",
            $"--log-file={munge}/log",
            $"--seed-file={munge}/seed"
        );
        await WaitAsync(() => RunAsync("munge", "-n", $"--socket={munge}/socket"), said => said.Contains("MUNGE:"), cancellation);
        Start("/usr/sbin/slurmctld", "-D", "-f", Configuration);
        await WaitAsync(() => RunAsync("scontrol", "ping"), said => said.Contains("UP"), cancellation);
        Start("/usr/sbin/slurmd", "-D", "-N", "n1", "-f", Configuration);
        Start("/usr/sbin/slurmd", "-D", "-N", "n2", "-f", Configuration);
        await WaitAsync(
            () => RunAsync("sinfo", "--noheader", "--Node", "--format=%T"),
            said => said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(state => state.Trim() == "idle") == 2,
            cancellation
        );
    }

    private string Text(string munge)
    {
        var host = Environment.MachineName.Split('.')[0];
        int[] ports = [FreePort(), FreePort(), FreePort()];
        return $"""
            ClusterName=test
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={ports[0]}
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={munge}/socket,cred_expire=5
            CredType=cred/munge
            StateSaveLocation={_folder}/state
            SlurmdSpoolDir={_folder}/%n
            SlurmctldPidFile={_folder}/slurmctld.pid
            SlurmdPidFile={_folder}/%n.pid
            SlurmctldLogFile={_folder}/slurmctld.log
            SlurmdLogFile={_folder}/%n.log
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU
            SlurmdParameters=config_overrides
            ReturnToService=2
            JobRequeue=1
            SlurmdTimeout=10
            SchedulerParameters=sched_interval=1,batch_sched_delay=0,requeue_delay=1
            AccountingStorageType=accounting_storage/none
            NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1 State=UNKNOWN
            NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1 State=UNKNOWN
            PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP

            """;
    }

    private void Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = Configuration;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _daemons.Add(process);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
