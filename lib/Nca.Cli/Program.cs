using System.CommandLine;
using Nca.Cli;
using Nca.Cli.Commands;
using Nca.Imaging;
using Nca.Notebooks;
using Nca.Notebooks.Execution;
using Nca.Runs;
using Nca.Training;

var file = new Argument<string>("file");
var execute = new Command(Suite.ChildVerb) { file };
execute.Hidden = true;
execute.SetAction((parsed, _) => ChildExecution.RunAsync(parsed.GetRequiredValue(file)));

var root = new RootCommand("nca: neural cellular automata, from notebooks to reports.") { RunCommand.Create(), TrainCommand.Create(), GrowCommand.Create(), CreatureCommand.Create(), BenchCommand.Create(), VerifyCommand.Create(), StudyCommand.Create(), execute };
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception error) when (error is NotebookException or InvalidConfigException or TargetException or RunException or DivergedException or DllNotFoundException)
{
    System.Console.Error.WriteLine(error.Message);
    return 1;
}
